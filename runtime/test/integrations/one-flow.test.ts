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

  /** A contact at the service with this stand-in. */
  async function contactAt(standIn: string) {
    const service = standIns.get(standIn)
    const { calling, sending, contact = '' } = service ?? {}
    const path = paths.get(standIn) ?? ''
    const { items } = (await http.call('GET', '/api/addresses?limit=100')).body
    const own = items.find((address: { accountId: string }) => path.endsWith(address.accountId))
    const messageOf = (id: string, text: string) => ({ id: `${standIn}-${id}`, from: contact, to: own.value, text })

    async function bring(body = ''): Promise<void> {
      const call = calling?.sign(body, 'right', `${publicUrl}${path}`)
      const { headers = {}, method = 'POST', query = '' } = call ?? {}
      const answer = await http.call(method, `${path}${query}`, { token: null, headers, raw: call?.body ?? '' })
      expect(answer.status, answer.text).toBeLessThan(300)
      calling?.answered?.(answer.text)
    }
    return {
      service,
      messageOf,
      bring,
      write: (id: string, text: string) => bring(calling?.bodyOf(messageOf(id, text))),
      /** Waits until so many messages have such words. */
      hears: (words: RegExp, count = 1) =>
        eventually(async () => {
          const found = sending?.taken.filter(({ text }) => words.test(text)) ?? []
          return found.length >= count && found.map(({ text }) => text)
        }),
    }
  }

  const names = services.map(({ name }) => name)

  it.each(names)('asks a question with a picture and buttons, and understands the answer: %s', async (standIn) => {
    const { service, write, hears } = await contactAt(standIn)
    await write('1', 'Hello')
    await hears(/Tea\?/)
    await write('2', 'No')
    expect(await hears(/You said/)).toEqual(['You said no'])
    expect(service?.sending?.complaints).toEqual([])
  })

  it.each(names)('takes no event in which nothing is said for the answer: %s', async (standIn) => {
    const { service, messageOf, bring, write, hears } = await contactAt(standIn)
    const { calling } = service ?? {}
    const { delivered } = calling?.receipts ?? {}
    await write('3', 'Hello')
    await hears(/Tea\?/, 2)
    for (const body of Object.values(calling?.wordless ?? {})) await bring(body(messageOf('3', 'Hello')))
    if (typeof delivered === 'function') await bring(delivered(`${standIn}-unknown`))
    await write('4', 'No')
    expect(await hears(/You said/, 2)).toEqual(['You said no', 'You said no'])
  })
})
