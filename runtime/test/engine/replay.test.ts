import type { FlowResource, RunResource } from '@patchbay/shared/api'
import type { Flow } from '@patchbay/shared/flow'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startedRun } from '../helpers/api-driver.ts'
import { json, type StandIn, startStandIn } from '../helpers/stand-in.ts'
import { createTestPlace, type TestPlace, type TestRuntime } from '../helpers/test-runtime.ts'

const token = 'open-sesame-open-sesame'

let place: TestPlace
let runtime: TestRuntime
let service: StandIn

beforeAll(async () => {
  service = await startStandIn(json({ ok: true }))
  place = await createTestPlace()
  runtime = await place.start()
})

afterAll(async () => {
  await runtime.stop()
  await place.remove()
  await service.close()
})

function flow(greeting = 'Hi'): Flow {
  const nodeOf = (id: number, type: string, inputs: Record<string, unknown>) => ({
    id,
    type,
    name: `Action ${id}`,
    position: { x: id * 260, y: 0 },
    inputs,
  })
  const body = '{"text": "$greeting", "order": "$OrderNo"}'
  return {
    formatVersion: 1,
    name: 'Replay',
    description: '',
    settings: { timeZone: 'UTC', maxSteps: 100 },
    nodes: [
      nodeOf(1, 'inbound-api', { authToken: token, expectedInputs: [{ name: 'OrderNo' }] }),
      nodeOf(2, 'set-variables', { variables: [{ name: 'greeting', value: `${greeting} $OrderNo` }] }),
      nodeOf(3, 'external-web-call', {
        method: 'POST',
        url: `${service.origin}/orders`,
        timeoutSeconds: 5,
        contentType: 'application/json',
        body,
      }),
    ],
    connections: [
      { from: 1, exit: 'next', to: 2 },
      { from: 2, exit: 'next', to: 3 },
    ],
    notes: [],
  }
}

async function played(flowId: string, orderNo = 'A-1'): Promise<RunResource> {
  const response = await runtime.request(`/triggers/${flowId}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: token },
    body: JSON.stringify({ OrderNo: orderNo, ANI: '+13055550119' }),
  })
  return runtime.ended(await startedRun(response))
}

async function replayed(runId: string, request: Record<string, unknown> = {}): Promise<RunResource> {
  const { id } = await runtime.call<RunResource>('POST', `/runs/${runId}/replay`, request)
  return runtime.ended(id)
}

const lastSent = () => JSON.parse(service.requests.at(-1)?.body ?? '')

describe('a replay', () => {
  it('does a run again from the start, linked to its origin', async () => {
    const origin = await played(await runtime.deploy(flow()))
    const before = service.requests.length
    const run = await replayed(origin.id)
    expect(run).toMatchObject({ status: 'succeeded', contact: origin.contact, input: origin.input })
    expect(run.id).not.toBe(origin.id)
    expect(run.replayOf).toEqual({ runId: origin.id, fromStep: 1 })
    expect(origin.replayOf).toBeNull()
    expect(run.steps.map(({ nodeId }) => nodeId)).toEqual([1, 2, 3])
    expect(service.requests.length - before).toBe(1)
    expect(lastSent()).toEqual({ text: 'Hi A-1', order: 'A-1' })
  })

  it('takes an edited event, and refuses one that the trigger refuses', async () => {
    const origin = await played(await runtime.deploy(flow()))
    await replayed(origin.id, { input: { body: { OrderNo: 'B-2' } } })
    expect(lastSent()).toEqual({ text: 'Hi B-2', order: 'B-2' })
    const refused = await runtime.api('POST', `/runs/${origin.id}/replay`, { input: { body: {} } })
    expect(refused.status).toBe(400)
    expect(await refused.json()).toMatchObject({ code: 'MISSING_INPUT' })
  })

  it('from a step takes over what came before, on the version that is live now', async () => {
    const flowId = await runtime.deploy(flow())
    const origin = await played(flowId)
    await runtime.redeploy(flowId, flow('Hello'))
    const run = await replayed(origin.id, { fromStep: 3 })
    expect(run).toMatchObject({ status: 'succeeded', version: 2, replayOf: { fromStep: 3 } })
    expect(run.steps[1]).toMatchObject({ seq: 2, nodeId: 2, variables: { greeting: 'Hi A-1' } })
    expect(lastSent()).toEqual({ text: 'Hi A-1', order: 'A-1' })
    await replayed(origin.id, { fromStep: 2 })
    expect(lastSent()).toEqual({ text: 'Hello A-1', order: 'A-1' })
  })

  it('runs on the version of its origin when the live one has not got the action any more', async () => {
    const flowId = await runtime.deploy(flow())
    const origin = await played(flowId)
    const { nodes, connections, ...rest } = flow()
    await runtime.redeploy(flowId, { ...rest, nodes: nodes.slice(0, 2), connections: connections.slice(0, 1) })
    expect(await replayed(origin.id, { fromStep: 3 })).toMatchObject({ status: 'succeeded', version: 1 })
    await runtime.call('POST', `/flows/${flowId}/undeploy`)
    expect(await replayed(origin.id)).toMatchObject({ status: 'succeeded', version: 1 })
  })

  it('names what is wrong with the request', async () => {
    const origin = await played(await runtime.deploy(flow()))
    const beyond = await runtime.api('POST', `/runs/${origin.id}/replay`, { fromStep: 9 })
    expect(await beyond.json()).toMatchObject({ status: 422, code: 'INVALID_INPUT', errors: [{ path: 'fromStep' }] })
    const missing = await runtime.api('POST', '/runs/019a0000-0000-7000-8000-000000000001/replay', {})
    expect(missing.status).toBe(404)
  })
})

describe('a paused flow', () => {
  it('takes events, tells how many it holds, and starts them when it is resumed', async () => {
    const flowId = await runtime.deploy(flow())
    await runtime.call('POST', `/flows/${flowId}/pause`)
    const before = service.requests.length
    const runIds: string[] = []
    for (const orderNo of ['1', '2', '3']) {
      const response = await runtime.request(`/triggers/${flowId}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: token },
        body: JSON.stringify({ OrderNo: orderNo }),
      })
      expect(response.status).toBe(202)
      runIds.push(await startedRun(response))
    }
    expect(await runtime.run(runIds[0] ?? '')).toMatchObject({ status: 'waiting', waitingFor: 'resume' })
    expect(await runtime.call<FlowResource>('GET', `/flows/${flowId}`)).toMatchObject({ paused: true, heldEvents: 3 })
    const resumed = await runtime.call<FlowResource>('POST', `/flows/${flowId}/resume`)
    expect(resumed.paused).toBe(false)
    for (const runId of runIds) expect((await runtime.ended(runId)).status).toBe('succeeded')
    expect(service.requests.length - before).toBe(3)
    expect(await runtime.call<FlowResource>('GET', `/flows/${flowId}`)).toMatchObject({ heldEvents: 0 })
  })

  it('takes texts and answers them later', async () => {
    const send = { to: '$ANI', from: '$DNIS', message: 'Hello' }
    const { nodes, connections, ...rest } = flow()
    const [trigger, action] = nodes
    if (trigger === undefined || action === undefined) throw new Error('The flow has two actions.')
    const document: Flow = {
      ...rest,
      nodes: [
        { ...trigger, type: 'inbound-sms', inputs: {} },
        { ...action, type: 'send-sms', inputs: send },
      ],
      connections: connections.slice(0, 1),
    }
    const to = '+17865550100'
    const from = '+13055559901'
    const flowId = await runtime.deploy(document, [to])
    await runtime.call('POST', `/flows/${flowId}/pause`)
    const runId = await runtime.text({ from, to, text: 'Hi' })
    expect(await runtime.textsTo(from)).toEqual([])
    expect((await runtime.run(runId)).waitingUntil).toEqual(expect.any(String))
    await runtime.call('POST', `/flows/${flowId}/resume`)
    await runtime.ended(runId)
    expect(await runtime.textsTo(from)).toHaveLength(1)
  })
})
