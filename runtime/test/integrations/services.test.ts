import { existsSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AddressedMessage } from '../../src/kit/channel.ts'
import type { Integration } from '../../src/kit/integration.ts'
import { createWebClient } from '../../src/platform/egress/create-web-client.ts'
import { openTestDatabase } from '../helpers/database.ts'
import { idleHost, madeIntegrations } from '../helpers/integration-parts.ts'
import { type Answer, type HttpTest, startHttpTest } from '../http/helpers/http-test.ts'
import type { ContactMessage, Fault, Proof, ServiceStandIn } from '../stand-ins/service-stand-in.ts'

/** What carries messages or is called back, and is a service of others. */
const services = madeIntegrations().filter(
  ({ integration, parts }) =>
    integration.account.capabilities.create && (parts.channel !== undefined || parts.callback !== undefined),
)
const senders = services.filter(({ parts }) => parts.channel !== undefined)
const callers = services.filter(({ parts }) => parts.callback !== undefined)
const byName = ({ integration }: (typeof services)[number]) => [integration.id, integration] as const

const fileOf = (id: string) => new URL(`../stand-ins/${id}.ts`, import.meta.url)

async function startStandIn({ id }: Integration): Promise<ServiceStandIn> {
  // Every file there exports this one function.
  const module = (await import(/* @vite-ignore */ fileOf(id).href)) as { startStandInOf(): Promise<ServiceStandIn> }
  return module.startStandInOf()
}

it('every service that carries messages or calls back has a stand-in', () => {
  expect(services.map(({ integration: { id } }) => id).filter((id) => !existsSync(fileOf(id)))).toEqual([])
})

describe.each(senders.map(byName))('messages through %s', (_id, integration) => {
  const web = createWebClient({ allow: ['127.0.0.1'] })
  let service: ServiceStandIn
  let count = 0

  beforeAll(async () => {
    service = await startStandIn(integration)
  })
  afterAll(async () => {
    await web.close()
    await service.close()
  })

  function sendingOf({ sending }: ServiceStandIn) {
    if (sending === undefined) throw new Error('The stand-in takes no messages.')
    return sending
  }

  function send(text: string, properties: ServiceStandIn['properties'] = service.properties) {
    const open = async (id: string) => ({ id, name: 'Account', properties })
    const host = idleHost(integration)
    const url = (name: string) => service.hosts[name] ?? host.url(name)
    const { channel } = integration.create({ ...host, web, url, accounts: { ...host.accounts, open } })
    count += 1
    const message: AddressedMessage = {
      accountId: 'account',
      channel: service.address.channel,
      from: service.address.value,
      to: service.contact,
      text,
      mediaUrls: [],
      idempotencyKey: `run-${count}.2.1`,
      runId: `run-${count}`,
    }
    if (channel === undefined) throw new Error('The integration carries no messages.')
    return channel.send(message, new AbortController().signal)
  }

  it('arrive once, with all that the service asks for', async () => {
    const { taken, complaints } = sendingOf(service)
    const before = taken.length
    expect(await send('Hello €')).toMatchObject({ ok: true, messageId: expect.stringMatching(/./) })
    expect(taken.slice(before)).toEqual([{ from: service.address.value, to: service.contact, text: 'Hello €' }])
    expect(complaints).toEqual([])
  })

  it('fail with a sentence, and send nothing, when the credential is wrong', async () => {
    const before = sendingOf(service).taken.length
    const outcome = await send('Hello', service.wrongProperties)
    expect(outcome).toMatchObject({ ok: false, error: { message: expect.stringMatching(/\w \w/) } })
    expect(sendingOf(service).complaints.at(-1)).toBe('credential')
    expect(sendingOf(service).taken.length).toBe(before)
  })

  const everyFault: readonly Fault[] = ['refuses', 'is busy', 'fails', 'is silent', 'lies', 'babbles']

  it.for(everyFault)('are not taken for sent when it %s, and go through again afterwards', async (fault, { skip }) => {
    const { faults, behave, taken } = sendingOf(service)
    skip(!faults.includes(fault), 'Its stand-in says why it cannot.')
    behave(fault)
    const before = taken.length
    const outcome = await send('Hello')
    behave(undefined)
    expect(outcome).toMatchObject({ ok: false, error: { code: expect.not.stringMatching(/^INTERNAL$/) } })
    expect(taken.length).toBe(before)
    expect(await send('Hello again')).toMatchObject({ ok: true })
  })
})

describe.each(callers.map(byName))('calls of %s', (id, integration) => {
  let service: ServiceStandIn
  let http: HttpTest
  let accountId: string
  let countMessages: () => Promise<number>

  beforeAll(async () => {
    service = await startStandIn(integration)
    const database = await openTestDatabase()
    countMessages = async () => (await database.kysely.selectFrom('message').select('id').execute()).length
    http = await startHttpTest({}, { database, clock: () => 0 })
    const account = { type: id, name: 'Account', properties: service.properties }
    const created = await http.call('POST', '/api/accounts', { body: account })
    expect(created.status, created.text).toBe(201)
    accountId = created.body.id
    const added = await http.call('POST', '/api/addresses', { body: { ...service.address, accountId } })
    expect(added.status, added.text).toBe(201)
  })
  afterAll(async () => {
    await http.close()
    await service.close()
  })

  const message = (number: number): ContactMessage => ({
    id: `message-${number}`,
    from: service.contact,
    to: service.address.value,
    text: 'Grüße',
  })

  function call(given: ContactMessage, proof: Proof, change: { body?: string } = {}): Promise<Answer> {
    if (service.calling === undefined) throw new Error('The stand-in does not call.')
    const { method, query, headers, body } = { ...service.calling.call(given, proof), ...change }
    return http.call(method, `/channels/${id}/${accountId}${query}`, { token: null, headers, raw: body })
  }

  it('are taken when they are signed, once however often they come', async () => {
    const before = await countMessages()
    expect((await call(message(1), 'right')).status).toBeLessThan(300)
    expect((await call(message(1), 'right')).status).toBeLessThan(300)
    expect(await countMessages()).toBe(before + 1)
    expect((await call(message(2), 'right')).status).toBeLessThan(300)
    expect(await countMessages()).toBe(before + 2)
  })

  it('are refused, and nothing is stored, when they are forged or not signed', async () => {
    const before = await countMessages()
    expect((await call(message(3), 'wrong')).body).toMatchObject({ status: 401, code: 'INVALID_TOKEN' })
    expect((await call(message(3), 'none')).body).toMatchObject({ status: 401, code: 'UNAUTHENTICATED' })
    const { body = '' } = service.calling?.call(message(4), 'right') ?? {}
    expect((await call(message(3), 'right', { body })).status).toBe(401)
    expect(await countMessages()).toBe(before)
  })
})
