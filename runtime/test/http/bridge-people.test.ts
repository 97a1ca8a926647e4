import type { ContactResource, RunResource } from '@patchbay/shared/api'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { storeAgents } from '../../src/directory/agent-repository.ts'
import type { Database } from '../../src/store/database.ts'
import { openTestDatabase } from '../helpers/database.ts'
import { eventually } from '../helpers/eventually.ts'
import { json, text as textReply } from '../helpers/stand-in.ts'
import { type Bridge, startBridge } from '../stand-ins/bridge.ts'
import { bridgeManifest } from '../stand-ins/bridge-manifest.ts'
import { createBridgeRig } from './helpers/bridge-rig.ts'
import { flowOf, nodeOf } from './helpers/documents.ts'
import { cookieOf, type HttpTest, origin, startHttpTest } from './helpers/http-test.ts'

const PATH = '/actions/create_ticket'
const password = 'another long password'
const token = 'open-sesame-0123456789'
const ours = '+17865550100'

let database: Database
let http: HttpTest
let bridge: Bridge
let accountId: string
/** Is started by texts, and by the API. */
let flowId: string
let phone: string
let phones = 0

beforeAll(async () => {
  bridge = await startBridge()
  database = await openTestDatabase('pglite')
  http = await startHttpTest({}, { database })
  const rig = createBridgeRig(http)
  await rig.importManifest(bridgeManifest(bridge.origin, { name: 'desk' }))
  accountId = await rig.createAccount('desk', { account: 'northwind', token: 'token-of-ana-0123456789' })
  const text = nodeOf(1, 'inbound-sms', {})
  const api = nodeOf(3, 'inbound-api', { authToken: token, expectedInputs: [] })
  const action = rig.ticketNode('desk', { account: accountId, data: { subject: 'Wet box', priority: 'low' } })
  const edges = [1, 3].map((from) => ({ from, exit: 'next', to: 2 }))
  flowId = await http.deploy(flowOf('Orders', [text, action, api], edges))
  await http.call('POST', '/api/numbers/assign', { body: { flowId, numbers: [ours], replace: true } })
})

beforeEach(() => {
  phones += 1
  phone = `+1305555${6_000 + phones}`
  bridge.answerWith(PATH, undefined)
})

afterAll(async () => {
  await http.close()
  await bridge.close()
})

/** Resolves once the run is at its end. */
async function endOf(runId: string): Promise<RunResource> {
  return eventually(async () => {
    const { body } = await http.call('GET', `/api/runs/${runId}`)
    return ['failed', 'succeeded'].includes(body.status) && body
  }, 60_000)
}

async function text(from = phone, to = ours): Promise<RunResource> {
  const sent = await http.call('POST', '/api/simulator/messages', { body: { from, to, text: 'Hi' } })
  return endOf(sent.body.runId)
}

async function contactOf(number = phone): Promise<ContactResource> {
  const { body } = await http.call('GET', `/api/contacts?search=${encodeURIComponent(number)}`)
  return body.items[0]
}

const metaOfLast = () => bridge.callsOf(PATH).at(-1)?.meta
const made = (id: unknown, url = 'https://crm.example.com/contacts/7') =>
  bridge.answerWith(PATH, json({ contact_external_id: id, contact_external_url: url }, 201))

describe("the contact of an action's call", () => {
  it('is named once the bridge has said what it calls the contact, and keeps that name', async () => {
    made('c-7')
    await text()
    expect(metaOfLast()).toEqual({})
    const { externalIds, id } = await contactOf()
    expect(externalIds).toMatchObject([
      { source: accountId, externalId: 'c-7', url: 'https://crm.example.com/contacts/7' },
    ])
    made('c-8')
    await text()
    expect(metaOfLast()).toEqual({ contact_external_id: 'c-7' })
    made('c-7')
    await text()
    expect((await contactOf()).externalIds.map(({ externalId }) => externalId)).toEqual(['c-7'])
    const { items } = (await http.call('GET', `/api/contacts/${id}/history`)).body
    const changes = items.filter(({ what }: { readonly what: string }) => what === 'changed')
    expect(changes).toMatchObject([{ author: { id: `flow:${flowId}`, name: 'Orders' } }])
  })

  it('is another one here already: the step succeeds, and says so', async () => {
    made(70, 'javascript:alert(1)')
    await text()
    const first = phone
    expect((await contactOf(first)).externalIds).toMatchObject([{ externalId: '70', url: null }])
    phone = `+1305555${7_000 + phones}`
    const { steps, status } = await text()
    expect([status, steps[1]?.exit, steps[1]?.warnings.map(({ code }) => code)]).toEqual([
      'succeeded',
      'success',
      ['CONTACT_EXISTS'],
    ])
    expect((await contactOf()).externalIds).toEqual([])
  })

  it.each(['12', '"13"', '9007199254740993'])('keeps the name %s with its type', async (id) => {
    const answer = `{"contact_external_id":${id}}`
    bridge.answerWith(PATH, textReply(answer, { status: 201, contentType: 'application/json' }))
    await text()
    expect((await contactOf()).externalIds).toMatchObject([{ externalId: id.replaceAll('"', '') }])
    await text()
    expect(bridge.callsOf(PATH).at(-1)?.body).toContain(`"meta":${answer}`)
  })

  it('takes the type that its name comes with, where it was kept as text before', async () => {
    made('14')
    await text()
    made(14)
    await text()
    await text()
    expect(metaOfLast()).toEqual({ contact_external_id: 14 })
  })

  it.each([
    { what: 'an object', id: { a: 1 } },
    { what: 'a list', id: ['c-1'] },
    { what: 'a boolean', id: true },
    { what: 'an endless text', id: 'x'.repeat(501) },
  ])('gets no name by $what, which the step says', async ({ id }) => {
    made(id)
    const { status, steps } = await text()
    expect([status, steps[1]?.exit, steps[1]?.warnings]).toMatchObject([
      'succeeded',
      'success',
      [{ code: 'CONTACT_ID_UNREADABLE', message: expect.stringMatching(/^The bridge .+contact_external_id.+\.$/) }],
    ])
    expect(steps[1]?.outputs?.contact_external_id).toBe('')
    expect((await contactOf()).externalIds).toEqual([])
    await text()
    expect(metaOfLast()).toEqual({})
  })

  it('gets no name by a refusal, nor by a run without a contact', async () => {
    bridge.answerWith(PATH, json({ contact_external_id: 'c-9' }, 400))
    await text()
    expect((await contactOf()).externalIds).toEqual([])
    made('c-9')
    const started = await http.call('POST', `/triggers/${flowId}`, { token, body: {} })
    expect((await endOf(started.body.runId)).status).toBe('succeeded')
    expect(metaOfLast()).toEqual({})
  })

  it('gets no name of an account that a block still has and a newer manifest has no use for', async () => {
    const rig = createBridgeRig(http)
    await rig.importManifest(bridgeManifest(bridge.origin, { name: 'freed' }))
    const account = await rig.createAccount('freed', { account: 'northwind', token: 'token-of-ana-0123456789' })
    const action = rig.ticketNode('freed', { account, data: { subject: 'Wet box', priority: 'low' } })
    const other = '+17865550101'
    const flow = flowOf('Freed', [nodeOf(1, 'inbound-sms', {}), action], [{ from: 1, exit: 'next', to: 2 }])
    await http.call('POST', '/api/numbers', { body: { number: other } })
    const numbers = { flowId: await http.deploy(flow), numbers: [other], replace: true }
    await http.call('POST', '/api/numbers/assign', { body: numbers })
    await rig.importManifest(bridgeManifest(bridge.origin, { name: 'freed', type: 'none' }))
    made('c-10')
    expect((await text(phone, other)).status).toBe('succeeded')
    expect((await contactOf()).externalIds).toEqual([])
  })
})

describe('the agent of a call', () => {
  async function person(name: string, agent: { readonly id: string; readonly isNumber: boolean }) {
    const email = `${name.toLowerCase()}@northwind.example`
    const { body } = await http.call('POST', '/api/users', { body: { name, email, password, roles: ['agent'] } })
    await database.kysely
      .transaction()
      .execute((transaction) =>
        storeAgents(transaction, { accountId, beganAt: new Date() }, [{ ...agent, name, email }]),
      )
    const session = await http.call('POST', '/api/session', {
      token: null,
      headers: { origin },
      body: { email, password },
      peer: `10.1.0.${name.length}`,
    })
    const headers = { cookie: cookieOf(session), origin }
    const call = (method: string, path: string, sent: unknown = {}) =>
      http.call(method, path, { token: null, headers, body: sent })
    return { id: body.id as string, call }
  }

  async function conversationId(): Promise<string> {
    const { body } = await http.call('GET', '/api/conversations?view=open&limit=200')
    const found = body.items.find(({ contact }: { contact: { value: string } }) => contact.value === phone)
    return found.id
  }

  it('is the person who has the conversation, with the id as it came, and nobody before and after', async () => {
    const rui = await person('Rui', { id: '7', isNumber: true })
    await text()
    const started = async () => {
      const { body } = await http.call('POST', `/triggers/${flowId}`, { token, body: { ANI: phone, DNIS: ours } })
      await endOf(body.runId)
      return metaOfLast()
    }
    expect(await started()).toEqual({})
    const path = `/api/conversations/${await conversationId()}`
    expect((await rui.call('POST', `${path}/take`)).status).toBe(200)
    expect(await started()).toEqual({ agent_external_id: 7 })
    await rui.call('POST', `${path}/hand-back`)
    expect(await started()).toEqual({})
  })

  it('is the person who has started the flow from the inbox', async () => {
    const mara = await person('Mara', { id: 'u-1', isNumber: false })
    made('c-31')
    await text()
    const started = await mara.call('POST', `/api/conversations/${await conversationId()}/flows`, { flowId })
    expect(started.status, started.text).toBe(201)
    await endOf(started.body.runId)
    expect(metaOfLast()).toEqual({ contact_external_id: 'c-31', agent_external_id: 'u-1' })
  })
})
