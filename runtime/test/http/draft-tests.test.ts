import { isFinal, type RunResource, type SimulatorMessage, type TestRequest } from '@patchbay/shared/api'
import type { Flow } from '@patchbay/shared/flow'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventually } from '../helpers/eventually.ts'
import { apiFlow, authToken, flowOf, newContact, nodeOf, smsFlow, webhookFlow } from './helpers/documents.ts'
import { type Answer, type HttpTest, startHttpTest } from './helpers/http-test.ts'

const ours = '+17865550100'
let http: HttpTest

beforeAll(async () => {
  http = await startHttpTest()
})

afterAll(() => http.close())

async function draftOf(document: Flow): Promise<string> {
  return (await http.call('POST', '/api/flows', { body: document })).body.id
}

const testOf = (flowId: string, test: Partial<TestRequest> = {}, token?: string) =>
  http.call('POST', `/api/flows/${flowId}/test`, { body: { version: 'draft', ...test }, ...(token && { token }) })

const text = (body: { draftOf?: string; from: string; text: string }) =>
  http.call('POST', '/api/simulator/messages', { body: { to: ours, ...body } })

async function thread(contact: string, draft?: string): Promise<readonly string[]> {
  const query = new URLSearchParams({ contact, ...(draft === undefined ? {} : { draftOf: draft }) })
  const { body } = await http.call('GET', `/api/simulator/messages?${query}`)
  return body.items.map((message: SimulatorMessage) => message.text).toReversed()
}

const run = async (id: string): Promise<RunResource> => (await http.call('GET', `/api/runs/${id}`)).body

function ended({ body: { runId } }: Answer): Promise<RunResource> {
  return eventually(async () => {
    const found = await run(runId)
    return isFinal(found.status) && found
  })
}

const waiting = (id: string) => eventually(async () => (await run(id)).status === 'waiting')

/** Asks and thanks. */
const asking = flowOf(
  'Asking',
  [
    nodeOf(1, 'inbound-sms'),
    nodeOf(2, 'send-sms', { to: '$ANI', from: '$DNIS', message: 'Coming?', responseTimeoutSeconds: 600 }),
    nodeOf(3, 'send-sms', { to: '$ANI', from: '$DNIS', message: 'Thanks for $SMS_2.reply.text' }),
  ],
  [
    { from: 1, exit: 'next', to: 2 },
    { from: 2, exit: 'reply', to: 3 },
  ],
)

/** Gives the conversation to people. */
const handingOver = flowOf(
  'Handing over',
  [nodeOf(1, 'inbound-sms'), nodeOf(2, 'hand-over', { to: '$ANI', from: '$DNIS', noAnswerMinutes: 60 })],
  [{ from: 1, exit: 'next', to: 2 }],
)

describe('a text to a draft', () => {
  it('starts the draft as it was saved last, which never was live and has no number', async () => {
    const [flowId, contact] = [await draftOf(smsFlow('From the draft')), newContact()]
    const sent = await text({ draftOf: flowId, from: contact, text: 'Hi' })
    expect(sent.status, sent.text).toBe(201)
    expect(await ended(sent)).toMatchObject({
      flowId,
      version: -1,
      test: { sends: 'simulator' },
      status: 'succeeded',
      contact,
    })
    expect(await thread(contact, flowId)).toEqual(['Hi', 'From the draft'])
    expect(await thread(contact)).toEqual([])
  })

  it('is a conversation of its own: what is live and the drafts of other flows never meet it', async () => {
    const [flowId, other, contact] = [await draftOf(asking), await draftOf(smsFlow('Other draft')), newContact()]
    const live = await http.deploy(smsFlow('Live answer'))
    await http.call('POST', '/api/numbers/assign', { body: { flowId: live, numbers: [ours], replace: true } })
    const asked = await text({ draftOf: flowId, from: contact, text: 'Hi' })
    await waiting(asked.body.runId)
    expect((await ended(await text({ from: contact, text: 'Hello' }))).test).toBeNull()
    await ended(await text({ draftOf: other, from: contact, text: 'Hello' }))
    const answered = await text({ draftOf: flowId, from: contact, text: 'Yes' })
    expect(answered.body.runId).toBe(asked.body.runId)
    await ended(answered)
    expect(await thread(contact, flowId)).toEqual(['Hi', 'Coming?', 'Yes', 'Thanks for Yes'])
    expect(await thread(contact, other)).toEqual(['Hello', 'Other draft'])
    expect(await thread(contact)).toEqual(['Hello', 'Live answer'])
  })

  it('answers a waiting run of an older draft, and starts the new one after that', async () => {
    const [flowId, contact] = [await draftOf(asking), newContact()]
    const asked = await text({ draftOf: flowId, from: contact, text: 'Hi' })
    await waiting(asked.body.runId)
    const changed = smsFlow('Changed', 'Asking')
    await http.call('PUT', `/api/flows/${flowId}`, { body: changed, headers: { 'if-match': '"1"' } })
    expect(await ended(await text({ draftOf: flowId, from: contact, text: 'Yes' }))).toMatchObject({ version: -1 })
    expect(await ended(await text({ draftOf: flowId, from: contact, text: 'Again' }))).toMatchObject({ version: -2 })
    const deployed = await http.call('GET', `/api/flows/${flowId}/versions`)
    expect(deployed.body.items).toEqual([])
    const kept = await http.call('GET', `/api/flows/${flowId}/versions/-1`)
    expect(kept.body.document.nodes).toHaveLength(3)
    expect((await http.call('POST', `/api/flows/${flowId}/versions/-1/deploy`)).status).toBe(404)
    expect((await http.call('POST', `/api/flows/${flowId}/deploy`)).body.version).toBe(1)
  })

  it('takes STOP for the phone of the tests alone, and the flow may not write to it then', async () => {
    const [flowId, contact] = [await draftOf(smsFlow('Draft')), newContact()]
    const stop = await text({ draftOf: flowId, from: contact, text: 'STOP' })
    expect(stop.body).toMatchObject({ runId: null, status: 'received' })
    await eventually(async () => (await thread(contact, flowId)).length === 2)
    for (const path of ['/api/consent', '/api/consent/log', '/api/consent/export']) {
      const { status, text: kept } = await http.call('GET', path)
      expect([path, status, kept.includes(contact)]).toEqual([path, 200, false])
    }
    expect(await ended(await text({ draftOf: flowId, from: contact, text: 'Hi' }))).toMatchObject({
      status: 'failed',
      error: { code: 'OPTED_OUT' },
    })
    const live = await http.deploy(smsFlow('Live answer'))
    await http.call('POST', '/api/numbers/assign', { body: { flowId: live, numbers: [ours], replace: true } })
    expect(await ended(await text({ from: contact, text: 'Hi' }))).toMatchObject({ status: 'succeeded' })
  })

  it('is in no inbox', async () => {
    const [flowId, contact] = [await draftOf(asking), newContact()]
    await waiting((await text({ draftOf: flowId, from: contact, text: 'Hi' })).body.runId)
    const inInbox = async () => {
      const { body } = await http.call('GET', '/api/conversations?view=open')
      return body.items.filter((item: object) => JSON.stringify(item).includes(contact))
    }
    expect(await inInbox()).toEqual([])
    await text({ from: contact, text: 'A real one' })
    expect(await inInbox()).toHaveLength(1)
  })

  it('asks nobody where the draft hands over: the real conversation of that contact stays with its flow', async () => {
    const [flowId, contact] = [await draftOf(handingOver), newContact()]
    const conversation = async () => {
      const { body } = await http.call('GET', '/api/conversations?view=open')
      return body.items.find((item: object) => JSON.stringify(item).includes(contact))
    }
    const live = await http.deploy(smsFlow('Live answer'))
    await http.call('POST', '/api/numbers/assign', { body: { flowId: live, numbers: [ours], replace: true } })
    await ended(await text({ from: contact, text: 'A real one' }))
    const before = await conversation()
    const handed = await text({ draftOf: flowId, from: contact, text: 'Hi' })
    await waiting(handed.body.runId)
    expect(await run(handed.body.runId)).toMatchObject({ waitingFor: 'person' })
    expect(await conversation()).toEqual(before)
    await http.call('POST', `/api/simulator/runs/${handed.body.runId}/end-wait`)
    expect((await ended(handed)).steps.at(-1)).toMatchObject({ exit: 'no-answer' })
    expect(await conversation()).toEqual(before)
  })

  it('reports receipts, and lets the wait of a test be over', async () => {
    const [flowId, contact] = [await draftOf(asking), newContact()]
    const asked = await text({ draftOf: flowId, from: contact, text: 'Hi' })
    await waiting(asked.body.runId)
    const { body } = await http.call('GET', `/api/simulator/messages?draftOf=${flowId}`)
    const path = `/api/simulator/messages/${body.items[0].id}/receipt`
    expect((await http.call('POST', path, { body: { status: 'read' } })).status).toBe(404)
    const read = await http.call('POST', path, { body: { status: 'read', draftOf: flowId } })
    expect(read.body).toMatchObject({ status: 'read', text: 'Coming?' })
    const over = await http.call('POST', `/api/simulator/runs/${asked.body.runId}/end-wait`)
    expect(over.status, over.text).toBe(200)
    expect((await ended(asked)).steps.at(-1)).toMatchObject({ exit: 'no-reply' })
  })
})

describe('a test of the draft by form', () => {
  it('starts Inbound API without its token, and sends to the simulator from any of our numbers', async () => {
    const [flowId, contact] = [await draftOf(apiFlow()), newContact()]
    const started = await testOf(flowId, { body: { OrderNo: 'SV-1', ANI: contact, DNIS: ours } })
    expect(started.body).toEqual({ runId: expect.any(String), status: 202, answer: null })
    expect(await ended(started)).toMatchObject({ test: { sends: 'simulator' }, status: 'succeeded' })
    expect(await thread(contact, flowId)).toEqual(['Order SV-1 is ready. '])
    expect((await http.call('GET', `/api/flows/${flowId}/requests`)).body.items).toEqual([])
    expect((await http.call('POST', `/triggers/${flowId}`, { token: authToken, body: {} })).status).toBe(409)
  })

  it('sends to the contacts where the author wants it, still as a test', async () => {
    const [flowId, contact] = [await draftOf(apiFlow()), newContact()]
    const started = await testOf(flowId, { sends: 'real', body: { OrderNo: 'SV-2', ANI: contact, DNIS: ours } })
    expect(await ended(started)).toMatchObject({ test: { sends: 'real' }, status: 'succeeded' })
    expect(await thread(contact)).toEqual(['Order SV-2 is ready. '])
  })

  it('starts a webhook with a typed request, without its credential, and claims no path', async () => {
    const auth = { type: 'header', headerName: 'X-Key', headerValue: 'key-0123456789' }
    const flowId = await draftOf(webhookFlow('draft-hook', { auth }))
    const request = {
      headers: { 'Content-Type': 'application/json', 'X-Key': 'mine', 'X-Event': 'paid' },
      query: { from: 'shop' },
      body: '{"order": 7}',
    }
    const done = await ended(await testOf(flowId, { request }))
    expect(done.steps[0]?.outputs).toEqual({
      body: { order: 7 },
      headers: { 'content-type': 'application/json', 'x-event': 'paid' },
      query: { from: 'shop' },
      method: 'POST',
      rawBody: '{"order": 7}',
    })
    expect((await http.call('POST', '/hooks/draft-hook', { body: {} })).status).toBe(404)
  })

  it('says that a webhook does not start the flow for this event', async () => {
    const events = { from: 'header', name: 'X-Event', only: [{ event: 'paid' }] }
    const flowId = await draftOf(webhookFlow('draft-events', { events }))
    const answer = await testOf(flowId, { request: { headers: { 'X-Event': 'opened' } } })
    expect(answer.body).toMatchObject({ status: 422, code: 'INVALID_INPUT' })
    expect(answer.body.detail).toContain('"opened"')
  })

  it('runs a schedule now, as a draft and live', async () => {
    const flowId = await draftOf(flowOf('Clock', [nodeOf(1, 'schedule', { frequency: 'daily', time: '09:00' })]))
    expect((await testOf(flowId, { version: 'live' })).body).toMatchObject({ code: 'FLOW_NOT_LIVE' })
    expect(await ended(await testOf(flowId))).toMatchObject({
      test: { sends: 'simulator' },
      trigger: { type: 'schedule' },
    })
    await http.call('POST', `/api/flows/${flowId}/deploy`)
    const live = await ended(await testOf(flowId, { version: 'live' }))
    expect(live).toMatchObject({ test: null, version: 1, status: 'succeeded' })
    expect(live.steps[0]?.outputs).toMatchObject({ missed: 0, weekday: expect.any(String) })
  })

  it('starts the trigger that is named where there are several', async () => {
    const triggers = [nodeOf(1, 'inbound-api', { authToken }), nodeOf(2, 'schedule'), nodeOf(3, 'inbound-sms')]
    const flowId = await draftOf(flowOf('Several', triggers))
    expect(await ended(await testOf(flowId, { nodeId: 2 }))).toMatchObject({ trigger: { nodeId: 2 } })
    expect((await testOf(flowId, { nodeId: 3 })).body).toMatchObject({ code: 'FLOW_NOT_LIVE' })
  })

  it('is refused with the problems that stop a deploy, by phone as well', async () => {
    const broken = smsFlow('')
    const flowId = await draftOf(
      flowOf('Broken', [...broken.nodes, nodeOf(3, 'inbound-api', { authToken })], broken.connections),
    )
    for (const answer of [await testOf(flowId), await text({ draftOf: flowId, from: newContact(), text: 'Hi' })]) {
      expect(answer.body, answer.text).toMatchObject({ status: 422, code: 'NOT_DEPLOYABLE' })
      expect(answer.body.problems).toContainEqual(expect.objectContaining({ nodeId: 2, severity: 'error' }))
    }
    expect((await http.call('GET', `/api/runs?flowId=${flowId}`)).body.items).toEqual([])
  })

  it('starts while the flow is paused, and is for editors', async () => {
    const flowId = await http.deploy(apiFlow())
    await http.call('POST', `/api/flows/${flowId}/pause`)
    const body = { OrderNo: 'SV-3', ANI: newContact(), DNIS: ours }
    const editor = await http.tokenOf('editor')
    expect(await ended(await testOf(flowId, { body }, editor))).toMatchObject({
      test: { sends: 'simulator' },
      status: 'succeeded',
    })
    expect((await testOf(flowId, { body }, await http.tokenOf('viewer'))).status).toBe(403)
  })
})

describe('runs of tests', () => {
  it('are listed with the others, alone or left out, and are in no figure of the flow', async () => {
    const flowId = await http.deploy(apiFlow())
    const body = { OrderNo: 'SV-4', ANI: newContact(), DNIS: ours }
    const live = await ended(await testOf(flowId, { version: 'live', body }))
    const tested = await ended(await testOf(flowId, { body }))
    const failed = await ended(await testOf(flowId, { body: { ...body, ANI: 'nobody' } }))
    expect(failed.status).toBe('failed')
    const listed = async (query: string) =>
      (await http.call('GET', `/api/runs?flowId=${flowId}${query}`)).body.items.map(({ id }: RunResource) => id)
    expect(await listed('')).toEqual([failed.id, tested.id, live.id])
    expect(await listed('&test=true')).toEqual([failed.id, tested.id])
    expect(await listed('&test=false')).toEqual([live.id])
    expect((await http.call('GET', `/api/flows/${flowId}`)).body.runs24h).toEqual({ total: 1, failed: 0, caught: 0 })
  })

  it('are repeated as tests, on their draft', async () => {
    const flowId = await http.deploy(apiFlow())
    const body = { OrderNo: 'SV-5', ANI: newContact(), DNIS: ours }
    const tested = await ended(await testOf(flowId, { body }))
    const again = await http.call('POST', `/api/runs/${tested.id}/replay`, { body: {} })
    expect(again.body).toMatchObject({ test: { sends: 'simulator' }, version: -1 })
  })
})
