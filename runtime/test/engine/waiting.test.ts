import { setTimeout } from 'node:timers/promises'
import { isFinal } from '@patchbay/shared/api'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Database } from '../../src/store/database.ts'
import { openTestDatabase } from '../helpers/database.ts'
import { createEngineRig, type EngineRig, nodeOf, startRun, testAction } from '../helpers/engine-rig.ts'
import { eventually } from '../helpers/eventually.ts'

let database: Database
let rig: EngineRig
let counted: string[]

const count = testAction('test-count', async (context) => {
  counted.push(context.runId)
  return { exit: 'success' }
})

beforeAll(async () => {
  database = await openTestDatabase()
})

beforeEach(async () => {
  counted = []
  rig = await createEngineRig(database, [count])
})

afterEach(() => rig.close())

afterAll(() => database.close())

const seconds = (amount: number) => ({ kind: 'duration', amount: String(amount), unit: 'seconds' })

function ended(runId: string) {
  return eventually(async () => {
    const run = await rig.runs.get(runId)
    return isFinal(run.status) ? run : undefined
  })
}

function waits(runId: string) {
  return eventually(async () => {
    const run = await rig.runs.get(runId)
    return run.status === 'waiting' ? run : undefined
  })
}

describe('a run that waits', () => {
  it('is stored as waiting, leaves the memory and goes on when its time comes', async () => {
    const node = await rig.start()
    const live = rig.deploy([nodeOf(2, 'wait', seconds(2)), nodeOf(3, 'test-count')])
    const runId = await startRun(node, live)
    expect(await waits(runId)).toMatchObject({ waitingFor: 'time', steps: [{ nodeId: 1 }] })
    expect(node.engine.load()).toEqual({ active: 0, waiting: 0 })
    const run = await ended(runId)
    expect(run).toMatchObject({ status: 'succeeded', waitingFor: null })
    expect(run.steps.map(({ nodeId, exit }) => [nodeId, exit])).toEqual([
      [1, 'next'],
      [2, 'next'],
      [3, 'success'],
    ])
    const [, wait] = run.steps
    const until = new Date(String(wait?.outputs.until))
    expect(until.getTime() - (wait?.startedAt.getTime() ?? 0)).toBeGreaterThanOrEqual(2_000)
    expect(wait?.durationMs).toBeGreaterThanOrEqual(1_900)
    expect(counted).toEqual([runId])
  })

  it('is answered as waiting to who waits for its end', async () => {
    const node = await rig.start()
    const live = rig.deploy([nodeOf(2, 'wait', seconds(3_600))])
    const runId = await startRun(node, live)
    expect(await node.engine.result(runId, 30_000)).toBeNull()
    await waits(runId)
    expect(await node.engine.result(runId, 30_000)).toBeNull()
  })

  it('goes on once when its time passes while nothing runs', async () => {
    const node = await rig.start()
    const live = rig.deploy([nodeOf(2, 'wait', seconds(3_600)), nodeOf(3, 'test-count')])
    const runIds = await Promise.all(Array.from({ length: 20 }, () => startRun(node, live)))
    for (const runId of runIds) await waits(runId)
    await node.engine.stop(0)
    expect(counted).toEqual([])
    await database.kysely.updateTable('run').set({ dueAt: new Date() }).where('id', 'in', runIds).execute()
    await rig.start()
    for (const runId of runIds) expect(await ended(runId)).toMatchObject({ status: 'succeeded', steps: [{}, {}, {}] })
    expect(counted.toSorted()).toEqual(runIds.toSorted())
  })

  it('is woken by one process of several', async () => {
    const nodes = await Promise.all([rig.start(), rig.start(), rig.start()])
    const [first] = nodes
    if (first === undefined) throw new Error('No process.')
    const live = rig.deploy([nodeOf(2, 'wait', seconds(4)), nodeOf(3, 'test-count')])
    const runIds = await Promise.all(Array.from({ length: 200 }, () => startRun(first, live)))
    await waits(runIds[199] ?? '')
    // All of them look again and again while the time comes, each once it has looked: a slow machine must keep up.
    let isOver = false
    const looking = nodes.map(async ({ engine }) => {
      while (!isOver) await Promise.all([engine.wakeDue(), setTimeout(50)])
    })
    try {
      for (const runId of runIds) expect((await ended(runId)).steps).toHaveLength(3)
    } finally {
      isOver = true
      await Promise.all(looking)
    }
    expect(counted.toSorted()).toEqual(runIds.toSorted())
    expect(rig.faults).toEqual([])
  })

  it('goes on elsewhere when the process that parked it is lost', async () => {
    const node = await rig.start()
    const other = await rig.start()
    const live = rig.deploy([nodeOf(2, 'wait', seconds(2)), nodeOf(3, 'test-count')])
    const runId = await startRun(node, live)
    await waits(runId)
    await node.lose()
    await other.engine.wakeDue()
    await ended(runId)
    expect(counted).toEqual([runId])
  })

  it('may be cancelled on any process, and never goes on', async () => {
    const node = await rig.start()
    const other = await rig.start()
    const live = rig.deploy([nodeOf(2, 'wait', seconds(2)), nodeOf(3, 'test-count')])
    const runId = await startRun(node, live)
    await waits(runId)
    expect(await other.engine.cancel(runId)).toBe('cancelled')
    expect(await rig.runs.get(runId)).toMatchObject({ status: 'cancelled', waitingFor: null })
    const later = await startRun(node, live)
    await ended(later)
    expect(counted).toEqual([later])
  })

  it('ends as failed when its text cannot be read', async () => {
    const node = await rig.start()
    const live = rig.deploy([nodeOf(2, 'wait', { kind: 'until', until: 'soon' })])
    const run = await ended(await startRun(node, live))
    expect(run).toMatchObject({ status: 'failed', error: { code: 'INVALID_VALUE', nodeId: 2 } })
  })

  it('ends when the flow allows no longer run', async () => {
    const node = await rig.start()
    const live = rig.deploy([nodeOf(2, 'wait', seconds(60)), nodeOf(3, 'test-count')], { maxDurationSeconds: 1 })
    const run = await ended(await startRun(node, live))
    expect(run).toMatchObject({ status: 'failed', error: { code: 'RUN_TOO_LONG' } })
    expect(counted).toEqual([])
  })
})

describe('a running run', () => {
  it('is cancelled from another process after the step under way', async () => {
    const { promise: reached, resolve: reach } = Promise.withResolvers<void>()
    const { promise: released, resolve: release } = Promise.withResolvers<void>()
    const slow = testAction('test-slow', async () => {
      reach()
      await released
      return { exit: 'success', outputs: { done: true } }
    })
    await rig.close()
    rig = await createEngineRig(database, [count, slow])
    const node = await rig.start()
    const other = await rig.start()
    const live = rig.deploy([nodeOf(2, 'test-slow'), nodeOf(3, 'test-slow'), nodeOf(4, 'test-count')])
    const runId = await startRun(node, live)
    await reached
    expect(await other.engine.cancel(runId)).toBe('running')
    release()
    const run = await ended(runId)
    expect(run).toMatchObject({ status: 'cancelled', error: { code: 'CANCELLED' } })
    expect(run.steps[1]).toMatchObject({ nodeId: 2, outputs: { done: true } })
    expect(counted).toEqual([])
  })
})
