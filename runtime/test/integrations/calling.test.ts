import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createMessageRepository } from '../../src/messaging/message-repository.ts'
import type { Database } from '../../src/store/database.ts'
import { createRunWriter } from '../../src/store/runs/run-writer.ts'
import { uuidv7 } from '../../src/store/uuid.ts'
import { countStatements } from '../helpers/count-statements.ts'
import { openTestDatabase } from '../helpers/database.ts'
import { made } from '../helpers/integration-parts.ts'
import { aMessage } from '../helpers/store-fixtures.ts'
import { type Answer, type HttpTest, origin, startHttpTest } from '../http/helpers/http-test.ts'
import {
  type CallingStandIn,
  type ContactMessage,
  finalStatuses,
  type Proof,
  type ServiceStandIn,
} from '../stand-ins/service-stand-in.ts'
import { byName, startStandIn, triedIntegrations, triedServices } from './tried-services.ts'

/** More than one address may send wrongly signed in a minute. */
const FORGED = 150

interface Sending {
  /** Put into the place of the body after that was signed. */
  readonly sent?: string
  /** The address that it comes from. */
  readonly peer?: string
}

const callers = triedServices.filter(({ parts }) => parts.callback !== undefined)

describe.each(callers.map(byName))('calls of %s', (name, integration) => {
  const { id } = integration
  const hasOwnAddress = made(integration).parts.addressOf !== undefined
  let service: ServiceStandIn
  let calling: CallingStandIn
  let http: HttpTest
  let path: string
  let accountId: string
  let database: Database
  let countMessages: () => Promise<number>
  let statements: () => number

  beforeAll(async () => {
    service = await startStandIn(name)
    if (service.calling === undefined) throw new Error('Its stand-in does not call.')
    calling = service.calling
    database = await openTestDatabase()
    countMessages = async () => (await database.kysely.selectFrom('message').select('id').execute()).length
    const urls = Object.entries(service.hosts).map(([name, url]) => `${id}.${name}=${url}`)
    const env = urls.length === 0 ? {} : { PATCHBAY_SERVICE_URLS: urls.join() }
    const counted = countStatements(database)
    statements = counted.count
    http = await startHttpTest(env, { database: counted.database, integrations: triedIntegrations, clock: () => 0 })
    const account = { type: id, name: 'Account', properties: service.properties }
    const created = await http.call('POST', '/api/accounts', { body: account })
    expect(created.status, created.text).toBe(201)
    accountId = created.body.id
    path = `/channels/${id}/${accountId}`
    if (!hasOwnAddress) {
      const body = { ...service.address, accountId }
      const added = await http.call('POST', '/api/addresses', { body })
      expect(added.status, added.text).toBe(201)
    }
  })
  afterAll(async () => {
    await http.close()
    await service.close()
  })

  const message = (id: string): ContactMessage => ({
    id: `message-${id}`,
    from: service.contact,
    to: service.address.value,
    text: 'Grüße',
  })

  /** Calls with this body. */
  function callWith(signed: string, proof: Proof, { sent, peer }: Sending = {}): Promise<Answer> {
    const { method, query, headers, body } = calling.sign(signed, proof, `${origin}${path}`)
    return http.call(method, `${path}${query}`, {
      token: null,
      headers,
      raw: sent ?? body,
      ...(peer === undefined ? {} : { peer }),
    })
  }

  const call = (given: ContactMessage, proof: Proof, sending: Sending = {}) =>
    callWith(calling.bodyOf(given), proof, sending)

  it('are taken when they are signed, once however often they come', async () => {
    const before = await countMessages()
    expect((await call(message('first'), 'right')).status).toBeLessThan(300)
    expect((await call(message('first'), 'right')).status).toBeLessThan(300)
    expect(await countMessages()).toBe(before + 1)
    expect((await call(message('second'), 'right')).status).toBeLessThan(300)
    expect(await countMessages()).toBe(before + 2)
  })

  it('are taken once when they come several times at the same time', async () => {
    const before = await countMessages()
    const answers = await Promise.all(Array.from({ length: 5 }, () => call(message('at once'), 'right')))
    expect(answers.map(({ status }) => status).filter((status) => status >= 300)).toEqual([])
    expect(await countMessages()).toBe(before + 1)
  })

  it('are refused, and nothing is stored, when they are forged or not signed', async () => {
    const before = await countMessages()
    expect((await call(message('forged'), 'wrong')).body).toMatchObject({ status: 401, code: 'INVALID_TOKEN' })
    expect((await call(message('bare'), 'none')).body).toMatchObject({ status: 401, code: 'UNAUTHENTICATED' })
    expect(await countMessages()).toBe(before)
  })

  it('are counted for the page of the account when they are forged, at no cost, while the service gets through', async () => {
    // The service and a stranger share it, as all do behind a proxy.
    const peer = '203.0.113.9'
    const refused = async () => (await http.call('GET', `/api/accounts/${accountId}/events`)).body.counts.refused
    const [before, refusedBefore] = [await countMessages(), await refused()]
    const started = statements()
    const forged = Array.from({ length: FORGED }, (_, index) => call(message(`flood ${index}`), 'wrong', { peer }))
    const [genuine, ...answers] = await Promise.all([call(message('in the flood'), 'right', { peer }), ...forged])
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([401, 429]))
    expect(genuine.status).toBeLessThan(300)
    expect((await call(message('after the flood'), 'right', { peer })).status).toBeLessThan(300)
    expect(statements() - started).toBeLessThan(FORGED / 2)
    expect(await countMessages()).toBe(before + 2)
    expect(await refused()).toBe(refusedBefore + FORGED)
  })

  it('are refused, and nothing is stored, when they were changed on the way', async ({ skip }) => {
    if (calling.proofCovers === 'sender') return skip('Its proof says nothing about the body.')
    const before = await countMessages()
    const answer = await callWith(calling.bodyOf(message('signed')), 'right', {
      sent: calling.bodyOf(message('changed')),
    })
    expect(answer.body).toMatchObject({ status: 401, code: 'INVALID_TOKEN' })
    expect(await countMessages()).toBe(before)
  })

  it('are refused, and nothing is stored, when they are replayed later', async ({ skip }) => {
    if (!calling.isProofDated) return skip('Its proof does not say when it was made.')
    const before = await countMessages()
    expect((await call(message('old'), 'old')).body).toMatchObject({ status: 401, code: 'INVALID_TOKEN' })
    expect(await countMessages()).toBe(before)
  })

  /** Stores a message that the service has accepted. Returns its status by now. */
  async function sendMessage(providerId: string): Promise<() => Promise<string | undefined>> {
    const { channel, value } = service.address
    const place = { accountId, channel, address: value, contact: service.contact }
    const writer = createRunWriter(database, { now: () => new Date(), processId: uuidv7() })
    await writer.receive(aMessage({ ...place, direction: 'out', status: 'accepted', providerId }))
    return async () => (await createMessageRepository(database.kysely).sentAs(accountId, providerId))?.status
  }

  it.for(finalStatuses)('say what became of a message, unless they are forged: %s', async (status, { skip }) => {
    const bodyOf = calling.receipts[status]
    if (typeof bodyOf !== 'function') return skip(bodyOf.because)
    const messageId = `sent-${status}`
    const statusNow = await sendMessage(messageId)
    const before = await countMessages()
    expect((await callWith(bodyOf(messageId), 'wrong')).body).toMatchObject({ status: 401, code: 'INVALID_TOKEN' })
    expect(await statusNow()).toBe('accepted')
    expect((await callWith(bodyOf(messageId), 'right')).status).toBeLessThan(300)
    expect(await statusNow()).toBe(status)
    expect(await countMessages()).toBe(before)
  })

  it.each(['', '{', '[]', 'null', '{"id":{}}', '%', '<a>', '\u0000'])(
    'break nothing when they are signed and no message: %j',
    async (body) => {
      const before = await countMessages()
      expect((await callWith(body, 'right')).status).toBeLessThan(500)
      expect(await countMessages()).toBe(before)
    },
  )
})
