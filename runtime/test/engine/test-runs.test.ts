import { isFinal, type LiveEvent } from '@patchbay/shared/api'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import type { LiveFlow } from '../../src/engine/live-flows.ts'
import { timingsWith } from '../../src/platform/timings.ts'
import type { Database } from '../../src/store/database.ts'
import type { RunTest } from '../../src/store/runs/run-records.ts'
import { openTestDatabase } from '../helpers/database.ts'
import {
  createEngineRig,
  type EngineNode,
  type EngineRig,
  nodeOf,
  startRun,
  testAction,
} from '../helpers/engine-rig.ts'
import { eventually } from '../helpers/eventually.ts'
import { senderOverCarrier } from '../helpers/message-sender.ts'

let database: Database
let rig: EngineRig

const work = testAction('test-work', async (_context, text) =>
  text === 'fail'
    ? { exit: 'failure', error: { code: 'TIMEOUT', message: 'No answer.' } }
    : { exit: 'success', outputs: { text } },
)
const place = { channel: 'sms', from: '+17865550100', to: '+13055550119' }

/** Tells whose phones its messages would go to. */
const whose = testAction('test-whose', async ({ services }) => {
  return { exit: 'success', outputs: { place: { ...(await services.messages.conversationOf(place)) } } }
})

beforeAll(async () => {
  database = await openTestDatabase()
})

beforeEach(async () => {
  rig = await createEngineRig(database, [work, whose], sender)
})

afterEach(() => rig.close())

afterAll(() => database.close())

const quick = timingsWith({ heartbeatMs: 200, patienceMs: 1_500, sweepMs: 200 })
const sender = senderOverCarrier({ send: async () => Promise.reject(new Error('Nothing is sent.')) })

function testRun({ engine }: EngineNode, live: LiveFlow, sends: RunTest['sends'] = 'simulator'): Promise<string> {
  const { flowId } = live
  const start = { live, triggerNodeId: 1, event: { data: { body: {} } }, test: { flowId, sends } }
  return engine.startRun(start).then(({ runId }) => runId)
}

const ended = (runId: string) =>
  eventually(async () => {
    const run = await rig.runs.get(runId)
    return isFinal(run.status) && run
  }, 15_000)

const childrenOf = async (runId: string) => (await rig.runs.list({ parentId: runId, limit: 50 })).items

it('counts in no figure, and its events say that it is a test', async () => {
  const node = await rig.start()
  const events: LiveEvent[] = []
  node.events.subscribe((event) => void events.push(event))
  const live = rig.deploy([nodeOf(2, 'test-work', { text: 'fail' })])
  const tested = await ended(await testRun(node, live))
  expect(tested).toMatchObject({ status: 'failed', test: { flowId: live.flowId, sends: 'simulator' } })
  expect((await rig.runs.counts24h(new Date())).has(live.flowId)).toBe(false)
  expect(events.filter(({ type }) => type === 'run')).toMatchObject([
    { status: 'running', isTest: true },
    { status: 'failed', isTest: true },
  ])
  expect(events.filter(({ type }) => type === 'step')).toMatchObject([{ isTest: true }])
  const counted = await ended(await startRun(node, live))
  expect(counted.test).toBeNull()
  expect((await rig.runs.counts24h(new Date())).get(live.flowId)).toEqual({ total: 1, failed: 1, caught: 0 })
})

it('says that it is a test also when it is cancelled', async () => {
  const node = await rig.start()
  const events: LiveEvent[] = []
  node.events.subscribe((event) => void events.push(event))
  const live = rig.deploy([nodeOf(2, 'wait', { kind: 'duration', amount: '1', unit: 'hours' })])
  const runId = await testRun(node, live)
  await eventually(async () => (await rig.runs.get(runId)).status === 'waiting')
  await node.engine.cancel(runId)
  expect(events.findLast(({ type }) => type === 'run')).toMatchObject({ status: 'cancelled', isTest: true })
})

it('starts while its flow is paused', async () => {
  const node = await rig.start()
  const live = rig.deploy([nodeOf(2, 'test-work', { text: 'a' })])
  rig.paused.add(live.flowId)
  expect((await ended(await testRun(node, live))).status).toBe('succeeded')
})

it('makes tests of the runs that it starts: items, jumps to what is live, and its Flow Exit', async () => {
  const node = await rig.start({ timings: quick })
  const other = rig.deployGraph([nodeOf(1, 'jump-from'), nodeOf(2, 'test-work', { text: 'there' })], ['1 next 2'])
  const live = rig.deployGraph(
    [
      nodeOf(1, 'inbound-api'),
      nodeOf(2, 'for-each', { list: '["a", "b"]' }),
      nodeOf(3, 'test-work', { text: '$FOREACH_2.item' }),
      nodeOf(4, 'jump-to', { flow: other.flowId, values: [], wait: true, returned: [] }),
      nodeOf(5, 'flow-exit'),
    ],
    ['1 next 2', '2 item 3', '2 done 4'],
  )
  const runId = await testRun(node, live)
  await ended(runId)
  const children = await eventually(async () => {
    const found = await childrenOf(runId)
    return found.length === 4 && found
  })
  const test = { flowId: live.flowId, sends: 'simulator' }
  expect(children).toMatchObject(children.map(() => ({ test })))
  expect(children.map(({ flowId }) => flowId)).toContain(other.flowId)
})

it('still writes to the phones of the simulator after another process has taken it over', async () => {
  const lost = await rig.start({ timings: quick })
  const live = rig.deployGraph(
    [
      nodeOf(1, 'inbound-api'),
      nodeOf(2, 'wait', { kind: 'duration', amount: '1', unit: 'seconds' }),
      nodeOf(3, 'test-whose'),
    ],
    ['1 next 2', '2 next 3'],
  )
  const [tested, real, ordinary] = [
    await testRun(lost, live),
    await testRun(lost, live, 'real'),
    await startRun(lost, live),
  ]
  await lost.lose()
  await rig.start({ timings: quick })
  const placeOf = async (runId: string) => (await ended(runId)).steps.at(-1)?.outputs.place
  const contactPoint = await placeOf(ordinary)
  expect(await placeOf(real)).toEqual(contactPoint)
  expect(await placeOf(tested)).toEqual({ ...(await sender.forTest(live.flowId).conversationOf(place)) })
  expect(await placeOf(tested)).not.toEqual(contactPoint)
})
