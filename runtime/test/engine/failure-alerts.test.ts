import type { FlowResource, RunListItem } from '@patchbay/shared/api'
import type { Flow } from '@patchbay/shared/flow'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startedRun } from '../helpers/api-driver.ts'
import { eventually } from '../helpers/eventually.ts'
import { json, type StandIn, startStandIn } from '../helpers/stand-in.ts'
import { createTestPlace, type TestPlace, type TestRuntime } from '../helpers/test-runtime.ts'
import { type MailServer, startMailServer } from '../stand-ins/mail-server.ts'

const token = 'open-sesame-open-sesame'

let place: TestPlace
let runtime: TestRuntime
/** Hears of failures. */
let listener: StandIn
let mail: MailServer

beforeAll(async () => {
  listener = await startStandIn(json({ ok: true }))
  place = await createTestPlace()
  mail = await startMailServer()
  runtime = await place.start({
    PATCHBAY_ON_FAILURE_URL: `${listener.origin}/instance`,
    PATCHBAY_SMTP_URL: mail.url,
    PATCHBAY_SMTP_FROM: 'patchbay@example.com',
  })
})

afterAll(async () => {
  await runtime.stop()
  await place.remove()
  await listener.close()
  await mail.close()
})

/** Fails when the event says so: an address that may not be called. */
function flow(name: string, onEnd?: Flow['settings']['onEnd']): Flow {
  const nodeOf = (id: number, type: string, inputs: Record<string, unknown>) => ({
    id,
    type,
    name: `Action ${id}`,
    position: { x: id * 260, y: 0 },
    inputs,
  })
  return {
    formatVersion: 1,
    name,
    description: '',
    settings: { timeZone: 'UTC', maxSteps: 100, ...(onEnd === undefined ? {} : { onEnd }) },
    nodes: [
      nodeOf(1, 'inbound-api', { authToken: token, expectedInputs: [{ name: 'url' }] }),
      nodeOf(2, 'external-web-call', { method: 'GET', url: '$url', timeoutSeconds: 5 }),
    ],
    connections: [{ from: 1, exit: 'next', to: 2 }],
    notes: [],
  }
}

async function play(flowId: string, url: string): Promise<string> {
  const response = await runtime.request(`/triggers/${flowId}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: token },
    body: JSON.stringify({ url }),
  })
  const { id } = await runtime.ended(await startedRun(response))
  return id
}

const broken = 'http://10.0.0.1/'

function heard(path: string): Record<string, unknown>[] {
  return listener.requests.filter(({ url }) => url === path).map(({ body }) => JSON.parse(body))
}

describe('the first failure of a flow', () => {
  it('is told once to the address of the instance, with the run and its error', async () => {
    const flowId = await runtime.deploy(flow('Orders'))
    await play(flowId, `${listener.origin}/fine`)
    const runId = await play(flowId, broken)
    await eventually(() => heard('/instance').some((body) => body.flowId === flowId))
    await play(flowId, broken)
    await play(flowId, broken)
    const other = await runtime.deploy(flow('Others'))
    await play(other, broken)
    await eventually(() => heard('/instance').some((body) => body.flowId === other))
    const told = heard('/instance').filter((body) => body.flowId === flowId)
    expect(told).toHaveLength(1)
    expect(told[0]).toMatchObject({
      event: 'first-failure',
      flowName: 'Orders',
      runId,
      error: { code: 'EGRESS_REFUSED', nodeId: 2 },
      failedStep: { nodeId: 2 },
    })
  })

  it('is told to whom the flow names itself: an address and a flow', async () => {
    const answering = await runtime.deploy(flow('Answering', { url: `${listener.origin}/own` }))
    const named = flow('Naming', { url: `${listener.origin}/own`, flowId: answering })
    // The flow that is told reads its Expected Input from the call.
    const flowId = await runtime.deploy(named)
    await play(flowId, broken)
    await eventually(() => heard('/own').length === 1)
    expect(heard('/own')[0]).toMatchObject({ flowName: 'Naming' })
    expect(heard('/instance').some((body) => body.flowId === flowId)).toBe(false)
  })

  it('starts the flow that is named, with what failed as its body', async () => {
    const { nodes, ...rest } = flow('On call')
    const [trigger] = nodes
    if (trigger === undefined) throw new Error('The flow has a trigger.')
    const inputs = { authToken: token, expectedInputs: [{ name: 'flowName' }] }
    const onCall = await runtime.deploy({ ...rest, nodes: [{ ...trigger, inputs }], connections: [] })
    await play(await runtime.deploy(flow('Broken', { flowId: onCall })), broken)
    const [run] = await eventually(async () => {
      const runs: readonly RunListItem[] = await runtime.runs(`?flowId=${onCall}`)
      return runs.length > 0 ? runs : undefined
    })
    expect((await runtime.run(run?.id ?? '')).steps[0]?.variables).toMatchObject({ flowName: 'Broken' })
  })
})

describe('many failures', () => {
  it('are told once more when they pass the rate that the flow names', async () => {
    const own = { url: `${listener.origin}/rate`, failureRatePercent: 50 }
    const flowId = await runtime.deploy(flow('Rate', own))
    const told = () => heard('/rate').filter((body) => body.flowId === flowId)
    for (let run = 0; run < 14; run += 1) await play(flowId, `${listener.origin}/fine`)
    for (let run = 0; run < 13; run += 1) await play(flowId, broken)
    expect(told().filter(({ event }) => event === 'failure-rate')).toEqual([])
    await play(flowId, broken)
    await play(flowId, broken)
    await eventually(() => told().length === 2)
    expect(told().map(({ event }) => event)).toEqual(['first-failure', 'failure-rate'])
    expect(told()[1]).toMatchObject({ runs: { total: expect.any(Number), failed: expect.any(Number) } })
  })
})

/** As `flow`, and goes on by On Failure. */
function catching(name: string, onEnd: Flow['settings']['onEnd']): Flow {
  const { nodes, connections, ...rest } = flow(name, onEnd)
  const inputs = { variables: [{ name: 'sorry', value: '1' }] }
  const set = { id: 3, type: 'set-variables', name: 'Sorry', position: { x: 800, y: 0 }, inputs }
  return { ...rest, nodes: [...nodes, set], connections: [...connections, { from: 2, exit: 'failure', to: 3 }] }
}

describe('caught failures', () => {
  it('are counted for their flow, and told once when too many runs of an hour took On Failure', async () => {
    const own = { url: `${listener.origin}/caught`, caughtRatePercent: 50 }
    const flowId = await runtime.deploy(catching('Catching', own))
    for (let run = 0; run < 10; run += 1) await play(flowId, `${listener.origin}/fine`)
    for (let run = 0; run < 12; run += 1) await play(flowId, broken)
    const { runs24h } = await runtime.call<FlowResource>('GET', `/flows/${flowId}`)
    expect(runs24h).toEqual({ total: 22, failed: 0, caught: 12 })
    await eventually(() => heard('/caught').length === 1)
    expect(heard('/caught')[0]).toMatchObject({ event: 'caught-rate', runs: { failed: 0 }, failedStep: { nodeId: 2 } })
  })
})

describe('an alert', () => {
  it('goes to a number by text and to a mailbox, each with the flow, the action and the reason', async () => {
    const to = '+13055550171'
    const own = { text: { to, from: '+17865550100' }, email: 'ops@example.com' }
    const flowId = await runtime.deploy(flow('Told', own))
    await play(flowId, broken)
    const [text] = await eventually(async () => {
      const texts = await runtime.textsTo(to)
      return texts.length > 0 ? texts : undefined
    })
    expect(text?.text).toMatch(/^Told failed at #2 Action 2\n/)
    await eventually(() => mail.mails.length === 1)
    expect(mail.mails[0]).toMatchObject({ from: '<patchbay@example.com>', to: '<ops@example.com>' })
    expect(mail.mails[0]?.text).toMatch(/^Subject: Told failed at #2 Action 2$/m)
    expect(heard('/instance').some((body) => body.flowId === flowId)).toBe(false)
  })
})
