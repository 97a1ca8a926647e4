import { isFinal, type LiveEvent } from '@patchbay/shared/api'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { RunStart } from '../../src/engine/engine-api.ts'
import type { LiveFlow } from '../../src/engine/live-flows.ts'
import { defineAction, type StepContext } from '../../src/kit/node.ts'
import { timingsWith } from '../../src/platform/timings.ts'
import type { Database } from '../../src/store/database.ts'
import { openTestDatabase } from '../helpers/database.ts'
import {
  createEngineRig,
  type EngineNode,
  type EngineRig,
  nodeOf,
  testAction,
  testDefinition,
} from '../helpers/engine-rig.ts'
import { eventually } from '../helpers/eventually.ts'

let database: Database
let rig: EngineRig
let node: EngineNode
/** The actions that were called, with the results that were stored by then; -1 where the run was not stored. */
let calls: [text: string, storedSteps: number][]
let calledRun: string | undefined
let gate: PromiseWithResolvers<void>

async function called({ runId }: StepContext, text: string) {
  calledRun = runId
  const run = await rig.runs.get(runId).catch(() => undefined)
  calls.push([text, run?.steps.length ?? -1])
  if (text === 'slow') await gate.promise
  return { exit: 'success', outputs: { text } }
}

const look = defineAction(
  { ...testDefinition('test-look'), changesNothing: true },
  { run: (inputs, context) => called(context, inputs.text ?? '') },
)
const change = testAction('test-change', called)

beforeAll(async () => {
  database = await openTestDatabase()
  rig = await createEngineRig(database, [look, change])
  // Whatever the machine does meanwhile, a run is stored because of what it does.
  node = await rig.start({ timings: timingsWith({ aheadMs: 60_000 }) })
})

beforeEach(() => {
  calls = []
  calledRun = undefined
  gate = Promise.withResolvers()
})

afterEach(() => gate.resolve())

afterAll(async () => {
  await rig.close()
  await database.close()
})

const looks = (id: number, text = `look ${id}`) => nodeOf(id, 'test-look', { text })
const changes = (id: number) => nodeOf(id, 'test-change', { text: `change ${id}` })
const eventFor = (live: LiveFlow): RunStart => ({ live, triggerNodeId: 1, event: { data: { body: {} } } })
const start = (live: LiveFlow, more: Partial<RunStart> = {}) =>
  node.engine.startRun({ ...eventFor(live), ...more }, { waitMs: 20_000 })
const isFound = (runId: string) =>
  rig.runs.get(runId).then(
    () => true,
    () => false,
  )

describe('a run whose caller waits for its end', () => {
  it('is stored by two commits, however many actions that change nothing come before the one that does', async () => {
    const live = rig.deploy([looks(2), nodeOf(3, 'set-variables', { variables: [] }), looks(4), changes(5)])
    const before = node.commits()
    const { runId, outcome } = await start(live)
    expect(outcome).toMatchObject({ runId, status: 'succeeded', result: { text: 'change 5' } })
    expect(node.commits() - before).toBe(2)
    expect(calls).toEqual([
      ['look 2', -1],
      ['look 4', -1],
      ['change 5', 4],
    ])
    const { steps, status } = await rig.runs.get(runId)
    expect(status).toBe('succeeded')
    expect(steps.map(({ seq, nodeId }) => [seq, nodeId])).toEqual([1, 2, 3, 4, 5].map((seq) => [seq, seq]))
  })

  it('is stored by one commit when nothing changes at all', async () => {
    const before = node.commits()
    const { outcome } = await start(rig.deploy([looks(2), looks(3)]))
    expect(outcome?.status).toBe('succeeded')
    expect(node.commits() - before).toBe(1)
  })

  it('is stored after a moment, while it still works', async () => {
    const quick = await rig.start()
    const live = rig.deploy([looks(2, 'slow'), looks(3)])
    const started = quick.engine.startRun(eventFor(live), { waitMs: 20_000 })
    const runId = await eventually(async () => calledRun)
    await eventually(() => isFound(runId))
    expect(await rig.runs.get(runId)).toMatchObject({ status: 'running', steps: [{ nodeId: 1 }] })
    gate.resolve()
    expect(await started).toMatchObject({ runId, outcome: { status: 'succeeded' } })
    expect(calls).toEqual([
      ['slow', -1],
      ['look 3', 2],
    ])
  })

  it('is stored before it waits, and the caller is told so', async () => {
    const live = rig.deploy([looks(2), nodeOf(3, 'wait', { kind: 'duration', amount: '5', unit: 'minutes' })])
    const { runId, outcome } = await start(live)
    expect(outcome).toBeNull()
    expect(await rig.runs.get(runId)).toMatchObject({ status: 'waiting', steps: [{ nodeId: 1 }, { nodeId: 2 }] })
  })

  it('is found by nobody who heard of it in a live event before it is stored', async () => {
    const heard: [LiveEvent['type'], boolean | Promise<boolean>][] = []
    const stop = node.events.subscribe((event) => 'runId' in event && heard.push([event.type, isFound(event.runId)]))
    await start(rig.deploy([looks(2), looks(3)]))
    stop()
    const found = await Promise.all(heard.map(async ([type, isStored]) => [type, await isStored]))
    expect(found.map(([type]) => type)).toEqual(['run', 'step-started', 'step', 'step-started', 'step', 'run'])
    expect(found.every(([, isStored]) => isStored)).toBe(true)
  })

  it('is cancelled by whoever knows its id, before it changes anything', async () => {
    const started = start(rig.deploy([looks(2, 'slow'), changes(3)]))
    const runId = await eventually(async () => calledRun)
    expect(await node.engine.cancel(runId)).toBe('running')
    gate.resolve()
    expect(await started).toMatchObject({ runId, outcome: { status: 'cancelled' } })
    expect(calls).toEqual([['slow', -1]])
  })
})

describe('a run is stored before its first action', () => {
  it('when its event has a key', async () => {
    const dedupe = { credential: 'test', key: 'once', bodyHash: 'hash', expiresAt: new Date(Date.now() + 60_000) }
    const live = rig.deploy([looks(2)])
    const { runId } = await start(live, { dedupe })
    expect(await start(live, { dedupe })).toMatchObject({ runId, duplicate: true, outcome: { status: 'succeeded' } })
    expect(calls).toEqual([['look 2', 1]])
  })

  it('when its caller is answered at once', async () => {
    const { runId } = await node.engine.startRun(eventFor(rig.deploy([looks(2)])))
    await eventually(async () => isFinal((await rig.runs.get(runId)).status))
    expect(calls).toEqual([['look 2', 1]])
  })

  it('when many runs are at work', async () => {
    const slow = rig.deploy([looks(2, 'slow')])
    const others = await Promise.all(Array.from({ length: 16 }, () => node.engine.startRun(eventFor(slow))))
    await start(rig.deploy([looks(2)]))
    expect(calls).toContainEqual(['look 2', 1])
    gate.resolve()
    await Promise.all(others.map(({ runId }) => node.engine.result(runId, 20_000)))
  })

  it('when that action changes something', async () => {
    await start(rig.deploy([changes(2), looks(3)]))
    expect(calls).toEqual([
      ['change 2', 1],
      ['look 3', 2],
    ])
  })
})

it('a stop gives back what has gone ahead, and the next process goes on with it', async () => {
  const first = await rig.start()
  const live = rig.deploy([looks(2, 'slow'), changes(3)])
  const started = first.engine.startRun(eventFor(live), { waitMs: 20_000 })
  await eventually(async () => calls.length === 1)
  const stopped = first.engine.stop(5_000)
  gate.resolve()
  await stopped
  const { runId, outcome } = await started
  expect(outcome).toBeNull()
  node.engine.lookForWork()
  await eventually(async () => (await rig.runs.get(runId)).status === 'succeeded')
  expect(calls).toEqual([
    ['slow', -1],
    ['change 3', 2],
  ])
})
