import { emptyFlow, type Flow } from '@patchbay/shared/flow'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventually } from '../helpers/eventually.ts'
import { files } from '../helpers/files.ts'
import { type HttpTest, startHttpTest } from '../http/helpers/http-test.ts'
import type { ServiceStandIn } from '../stand-ins/service-stand-in.ts'
import { startStandIn, triedIntegrations, triedServices } from './tried-services.ts'

const position = { x: 0, y: 0 }
const publicUrl = 'https://patchbay.example.com'

const flowWith = (pictureUrl: string): Flow => ({
  ...emptyFlow('Anywhere', 'UTC'),
  nodes: [
    { id: 1, type: 'inbound-message', name: 'Written', position, inputs: {} },
    {
      id: 2,
      type: 'send-message',
      name: 'Ask',
      position,
      inputs: {
        to: '$ANI',
        from: '$DNIS',
        text: 'Tea?',
        media: [{ url: pictureUrl }],
        buttons: [
          { title: 'Yes', value: 'yes' },
          { title: 'No', value: 'no' },
        ],
        responseTimeoutSeconds: 60,
      },
    },
    {
      id: 3,
      type: 'send-message',
      name: 'Answer',
      position,
      inputs: { to: '$ANI', from: '$DNIS', text: 'You said $MSG_2.reply.choice.id' },
    },
  ],
  connections: [
    { from: 1, exit: 'next', to: 2 },
    { from: 2, exit: 'reply', to: 3 },
  ],
})

/** All messengers, and one way for texts: the carriers of texts have the same number in their examples. */
const services = triedServices.filter(
  ({ parts }) => parts.channel !== undefined && parts.callback !== undefined && parts.importAddresses === undefined,
)

describe('one flow, assigned to an address of every messenger and a number', () => {
  const standIns = new Map<string, ServiceStandIn>()
  const paths = new Map<string, string>()
  let http: HttpTest

  beforeAll(async () => {
    for (const { name } of services) standIns.set(name, await startStandIn(name))
    const urls = services.flatMap(({ name: standIn, integration: { id } }) =>
      Object.entries(standIns.get(standIn)?.hosts ?? {}).map(([name, url]) => `${id}.${name}=${url}`),
    )
    const env = { PATCHBAY_SERVICE_URLS: urls.join(), PATCHBAY_PUBLIC_URL: publicUrl }
    http = await startHttpTest(env, { integrations: triedIntegrations })
    // Services get its address, or the picture itself.
    const headers = { 'content-type': 'application/octet-stream' }
    const stored = await http.call('POST', '/api/media', { headers, raw: new Uint8Array(files.png) })
    const flowId = await http.deploy(flowWith(`${publicUrl}${stored.body.url}`))
    for (const { name, integration, parts } of services) {
      const { id } = integration
      const service = standIns.get(name)
      const account = { type: id, name, properties: service?.properties }
      const created = await http.call('POST', '/api/accounts', { body: account })
      expect(created.status, created.text).toBe(201)
      const accountId: string = created.body.id
      paths.set(name, `/channels/${id}/${accountId}`)
      if (parts.addressOf === undefined) {
        await http.call('POST', '/api/addresses', { body: { ...service?.address, accountId } })
      }
      const { items } = (await http.call('GET', '/api/addresses?limit=100')).body
      const addresses = items.filter((address: { accountId: string }) => address.accountId === accountId)
      const assigned = await http.call('POST', '/api/addresses/assign', {
        body: {
          flowId,
          addresses: addresses.map(({ channel, value }: Record<string, string>) => ({ channel, value })),
        },
      })
      expect(assigned.body.items, assigned.text).toHaveLength(1)
    }
  })
  afterAll(async () => {
    await http.close()
    for (const service of standIns.values()) await service.close()
  })

  it.each(services.map(({ name }) => name))(
    'asks a question with a picture and buttons, and understands the answer: %s',
    async (standIn) => {
      const service = standIns.get(standIn)
      const path = paths.get(standIn) ?? ''
      const { items } = (await http.call('GET', '/api/addresses?limit=100')).body
      const own = items.find((address: { accountId: string }) => path.endsWith(address.accountId))
      async function write(name: string, text: string): Promise<void> {
        const body =
          service?.calling?.bodyOf({ id: `${standIn}-${name}`, from: service.contact, to: own.value, text }) ?? ''
        const call = service?.calling?.sign(body, 'right', `${publicUrl}${path}`)
        const { headers = {}, method = 'POST', query = '' } = call ?? {}
        const answer = await http.call(method, `${path}${query}`, { token: null, headers, raw: call?.body ?? '' })
        expect(answer.status, answer.text).toBeLessThan(300)
        service?.calling?.answered?.(answer.text)
      }
      const said = (words: RegExp) =>
        eventually(async () => service?.sending?.taken.find(({ text }) => words.test(text)))
      await write('1', 'Hello')
      await said(/Tea\?/)
      await write('2', 'No')
      expect((await said(/You said/)).text).toBe('You said no')
      expect(service?.sending?.complaints).toEqual([])
    },
  )
})
