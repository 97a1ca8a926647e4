import type { ContactResource, ConversationResource, DeadLetters, Page, RunResource } from '@patchbay/shared/api'
import type { Flow } from '@patchbay/shared/flow'
import type { JsonObject } from '@patchbay/shared/json'
import { DAY_MS, MINUTE_MS } from '@patchbay/shared/time'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startedRun } from '../helpers/api-driver.ts'
import { eventually } from '../helpers/eventually.ts'
import { documentFor, type FlowCase, readFlowCases, replyCalled } from '../helpers/flow-cases.ts'
import { hang, type StandIn, startStandIn } from '../helpers/stand-in.ts'
import { createTestPlace, type TestPlace, type TestRuntime } from '../helpers/test-runtime.ts'

let place: TestPlace
let runtime: TestRuntime
let service: StandIn
let contacts = 0
/** Ahead of the wall clock. */
let shiftMs = 0

beforeAll(async () => {
  service = await startStandIn(hang)
  place = await createTestPlace()
  runtime = await place.start({}, { now: () => new Date(Date.now() + shiftMs) })
})

afterAll(async () => {
  await runtime.stop()
  await place.remove()
  await service.close()
})

/** Each case has a contact of its own, so that their conversations do not mix. */
function withOwnContact(flowCase: FlowCase): FlowCase {
  contacts += 1
  return withContact(flowCase, `+1305555${String(2000 + contacts)}`)
}

function withContact<Value>(value: Value, contact = '+13055550119'): Value {
  return JSON.parse(JSON.stringify(value).replaceAll('+13055550119', contact))
}

/** Sends the case's event and answers the run, or the refusal. */
async function play(document: Flow, flowCase: FlowCase): Promise<RunResource | Response> {
  const { event } = flowCase
  if (event.trigger === 'inbound-sms' || event.trigger === 'inbound-message') {
    const { from = '', to = '', text = '' } = event
    await runtime.deploy(document, [to])
    const runId = await runtime.text({ from, to, text })
    await sayAnswers(runId, flowCase, { from, to })
    if (flowCase.people !== undefined) await actAsPeople(runId, flowCase.people, from)
    return runtime.ended(runId)
  }
  if (event.trigger === 'schedule') return await playSchedule(document)
  if (event.trigger === 'conversation-event') return await playClosing(document, flowCase)
  const flowId = await runtime.deploy(document)
  if (flowCase.heldTooLong === true) await runtime.call('POST', `/flows/${flowId}/pause`)
  const path = event.trigger === 'webhook' ? `/hooks/${webhookPath(document)}` : `/triggers/${flowId}`
  const response = await runtime.request(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer open-sesame-open-sesame' },
    body: JSON.stringify(event.body),
  })
  const { answer } = flowCase
  if (answer === undefined && !response.ok) return response
  if (answer !== undefined) {
    expect({ status: response.status, body: await response.clone().json() }).toEqual(answer)
  }
  const acceptedId = await startedRun(response)
  const runId = flowCase.heldTooLong === true ? await replayedLetter(flowId, acceptedId) : acceptedId
  await sayAnswers(runId, flowCase, { from: String(event.body?.ANI), to: String(event.body?.DNIS) })
  const run = await runtime.ended(runId)
  await runtime.call('POST', `/flows/${flowId}/undeploy`)
  return run
}

/** The contact writes where no flow is, people close the conversation, and that starts the flow. */
async function playClosing(document: Flow, flowCase: FlowCase): Promise<RunResource> {
  const { from = '', to = '', text = '' } = flowCase.event
  const flowId = await runtime.deploy(document)
  await runtime.call('POST', '/numbers', { number: to })
  await runtime.call('POST', '/simulator/messages', { from, to, text })
  const { items } = await runtime.call<Page<ConversationResource>>('GET', '/conversations?view=open&limit=200')
  const conversation = items.find(({ contact: { value } }) => value === from)
  await runtime.call('POST', `/conversations/${conversation?.id}/close`)
  const [started] = await eventually(async () => {
    const runs = await runtime.runs(`?flowId=${flowId}`)
    return runs.length > 0 && runs
  })
  const runId = started?.id ?? ''
  await sayAnswers(runId, flowCase, { from, to })
  return runtime.ended(runId)
}

/** Lets the next minute come, with the Schedule set to every minute: the real time may be days away. */
async function playSchedule(document: Flow): Promise<RunResource> {
  const nodes = document.nodes.map((node) =>
    node.type === 'schedule' ? { ...node, inputs: { frequency: 'minutes', every: 1 } } : node,
  )
  shiftMs += MINUTE_MS - ((Date.now() + shiftMs) % MINUTE_MS) - 500
  const flowId = await runtime.deploy({ ...document, nodes })
  const [started] = await eventually(async () => {
    const runs = await runtime.runs(`?flowId=${flowId}`)
    return runs.length > 0 && runs
  })
  await runtime.call('POST', `/flows/${flowId}/undeploy`)
  return runtime.ended(started?.id ?? '')
}

/** Lets the time of a held event pass, and does the dead letter again. Answers the new run. */
async function replayedLetter(flowId: string, heldId: string): Promise<string> {
  shiftMs += 14 * DAY_MS
  const letters = `/flows/${flowId}/dead-letters`
  await eventually(async () => (await runtime.call<DeadLetters>('GET', letters)).count === 1)
  expect((await runtime.run(heldId)).error?.code).toBe('HELD_TOO_LONG')
  await runtime.call('POST', `/flows/${flowId}/resume`)
  expect(await runtime.call('POST', `${letters}/replay`, {})).toEqual({ started: 1, refused: 0, left: 0 })
  const [run] = await runtime.runs(`?flowId=${flowId}`)
  return run?.id ?? ''
}

async function withAccount(document: Flow, { account, name, service: called }: FlowCase): Promise<Flow> {
  if (account === undefined) return document
  const { nodeId, type, properties = { username: 'sample-flow' } } = account
  const atStandIn = JSON.stringify(properties).replaceAll(called?.origin ?? service.origin, service.origin)
  const made = { type, name, properties: JSON.parse(atStandIn) }
  const { id } = await runtime.call<{ id: string }>('POST', '/accounts', made)
  const nodes = document.nodes.map((node) =>
    node.id === nodeId ? { ...node, inputs: { ...node.inputs, account: id } } : node,
  )
  return { ...document, nodes }
}

async function sayAnswers(runId: string, { answers = [] }: FlowCase, between: { from: string; to: string }) {
  for (const [index, text] of answers.entries()) {
    await eventually(async () => (await runtime.textsTo(between.from)).length > index)
    if (text !== null) expect(await runtime.text({ ...between, text })).toBe(runId)
  }
}

/** Hands the conversation back that the run has handed over, or lets the time pass in which nobody took it. */
async function actAsPeople(runId: string, what: 'hand-back' | 'nobody', contact: string): Promise<void> {
  await eventually(async () => (await runtime.run(runId)).waitingFor === 'person')
  if (what === 'nobody') return void (await runtime.call('POST', `/simulator/runs/${runId}/end-wait`))
  const { items } = await runtime.call<Page<ConversationResource>>('GET', '/conversations?view=unassigned&limit=200')
  const conversation = items.find(({ contact: { value } }) => value === contact)
  await runtime.call('POST', `/conversations/${conversation?.id}/hand-back`)
}

function webhookPath(document: Flow): string {
  return String(document.nodes.find((node) => node.type === 'webhook')?.inputs.path)
}

function withToken(document: Flow): Flow {
  const nodes = document.nodes.map((node) =>
    node.type === 'inbound-api' ? { ...node, inputs: { ...node.inputs, authToken: 'open-sesame-open-sesame' } } : node,
  )
  return { ...document, nodes }
}

async function addRows({ rows }: FlowCase): Promise<void> {
  for (const cells of rows?.before ?? []) await runtime.call('POST', `/tables/${rows?.table}/rows`, { cells })
}

async function addContact({ contact, event: { from = '' } }: FlowCase): Promise<void> {
  if (contact?.before === undefined) return
  await runtime.call('POST', '/contacts', { fields: { ...contact.before, phone: from } })
}

async function fieldsOf(contact: string): Promise<JsonObject | undefined> {
  const { items } = await runtime.call<Page<ContactResource>>('GET', `/contacts?search=${encodeURIComponent(contact)}`)
  return items[0]?.fields
}

async function rowsOf(contact: string, table: string): Promise<readonly unknown[]> {
  const query = `column=phone&value=${encodeURIComponent(contact)}`
  const { items } = await runtime.call<{ items: { cells: unknown }[] }>('GET', `/tables/${table}/rows?${query}`)
  return items.map(({ cells }) => cells)
}

async function expectKept({ rows, contact: known }: FlowCase, contact: string): Promise<void> {
  if (rows?.after !== undefined) expect(await rowsOf(contact, rows.table)).toEqual(rows.after)
  if (known?.after !== undefined) expect(await fieldsOf(contact)).toMatchObject(known.after)
}

describe.each(readFlowCases())('sample flow $flow', ({ tables, contactFields, cases, document }) => {
  beforeAll(async () => {
    for (const field of contactFields) await runtime.call('POST', '/contact-fields', field)
    for (const table of tables) await runtime.call('POST', '/tables', table)
  })

  it.each(cases)('$name', async (given) => {
    const flowCase = withOwnContact(given)
    if (flowCase.service !== undefined) service.replyWith(replyCalled(flowCase.service.reply))
    const asked = await withAccount(documentFor(withToken(document), flowCase, service.origin), flowCase)
    const contact = flowCase.texts?.[0]?.to ?? flowCase.event.from
    await addRows(flowCase)
    await addContact(flowCase)
    const outcome = await play(withContact(asked, contact), flowCase)

    if (flowCase.refused !== undefined) {
      if (!(outcome instanceof Response)) throw new Error('The event was taken.')
      const problem = await outcome.text()
      expect(JSON.parse(problem)).toMatchObject({ code: flowCase.refused.code })
      for (const word of flowCase.refused.mentions) expect(problem).toContain(word)
      return
    }
    if (outcome instanceof Response) throw new Error(`Refused: ${await outcome.text()}`)
    expect(outcome.steps.map((step) => step.nodeId)).toEqual(flowCase.path)
    expect(outcome.status).toBe(flowCase.status)
    for (const warning of flowCase.warnings ?? []) {
      const step = outcome.steps.find((candidate) => candidate.nodeId === warning.nodeId)
      expect(step?.warnings.map(({ code }) => code)).toContain(warning.code)
    }
    const failed = outcome.steps.find((step) => step.error !== null)
    expect(failed?.error?.code).toBe(flowCase.error?.code)
    expect(failed?.nodeId).toBe(flowCase.error?.nodeId)
    for (const { nodeId, values } of flowCase.variables ?? []) {
      expect(outcome.steps.find((step) => step.nodeId === nodeId)?.variables).toEqual(values)
    }
    if (flowCase.runError !== undefined) expect(outcome.error).toMatchObject(flowCase.runError)
    if (contact === undefined) return
    await expectKept(flowCase, contact)
    const texts = await runtime.textsTo(contact)
    expect(texts.map(({ from, to, text }) => ({ from, to, text }))).toEqual(flowCase.texts)
  })
})
