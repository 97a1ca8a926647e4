import { afterAll, beforeAll, expect, it } from 'vitest'
import { type HttpTest, startHttpTest } from '../http/helpers/http-test.ts'
import type { ServiceStandIn } from '../stand-ins/service-stand-in.ts'
import { startStandIn } from './tried-services.ts'

let http: HttpTest
let services: readonly ServiceStandIn[]

beforeAll(async () => {
  services = await Promise.all(['whatsapp', 'whatsapp-twilio', 'whatsapp-nexmo'].map(startStandIn))
  http = await startHttpTest({ PATCHBAY_SERVICE_URLS: `whatsapp.twilioContent=${services[1]?.hosts.twilioContent}` })
})
afterAll(async () => {
  await http.close()
  for (const service of services) await service.close()
})

const list = () => http.call('GET', '/api/options/message-templates')
const create = async (name: string, properties: object) => {
  const created = await http.call('POST', '/api/accounts', { body: { type: 'whatsapp', name, properties } })
  expect(created.status, created.text).toBe(201)
}

it('the approved templates of all accounts are offered to Send Message, whatever one of them answers', async () => {
  expect((await list()).body.items).toEqual([])
  const [infobip, twilio, nexmo] = services
  await create('Closed', { ...infobip?.wrongProperties, number: '+17865550139' })
  expect((await list()).body).toMatchObject({ status: 502, code: 'HTTP_STATUS' })
  await create('Shop', infobip?.properties ?? {})
  await create('Hotel', twilio?.properties ?? {})
  await create('Pool', nexmo?.properties ?? {})
  expect((await list()).body.items).toEqual([
    {
      value: 'order_ready',
      label: 'order_ready (en_GB)',
      description: 'Shop: Hello {{1}}, your order {{2}} is ready.',
      fills: { language: 'en_GB', parameters: [{ value: '' }, { value: '' }] },
    },
    {
      value: 'HX00000000000000000000000000000001',
      label: 'order_ready (en)',
      description: 'Hotel: Hello {{1}}, your order is ready.',
      fills: { language: 'en', parameters: [{ value: '' }] },
    },
    {
      value: 'order_ready',
      label: 'order_ready (en_GB)',
      description: 'Pool: Hello {{1}}, your order {{2}} is ready.',
      fills: { language: 'en_GB', parameters: [{ value: '' }, { value: '' }] },
    },
  ])
})
