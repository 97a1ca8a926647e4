import { isFinal } from '@patchbay/shared/api'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { timingsWith } from '../../src/platform/timings.ts'
import type { Database } from '../../src/store/database.ts'
import { collectGarbage } from '../helpers/collect-garbage.ts'
import { openTestDatabase } from '../helpers/database.ts'
import { createEngineRig, type EngineRig, nodeOf, startRun, testAction } from '../helpers/engine-rig.ts'
import { eventually } from '../helpers/eventually.ts'

const ITEMS = 10_000
const AT_ONCE = 50
const MIB = 1024 * 1024

let database: Database
let rig: EngineRig
/** How often each item was done. */
const times = new Uint8Array(ITEMS)
let done = 0

const count = testAction('test-count', async (_context, text) => {
  const at = Number(text)
  times[at] = (times[at] ?? 0) + 1
  done += 1
  return { exit: 'success' }
})

beforeAll(async () => {
  database = await openTestDatabase()
  rig = await createEngineRig(database, [count])
})

afterAll(async () => {
  await rig.close()
  await database.close()
})

/** Megabytes of the heap that are in use once this many items are done. */
async function heapAt(items: number): Promise<number> {
  await eventually(() => done >= items, 120_000)
  collectGarbage()
  return process.memoryUsage().heapUsed / MIB
}

it('10,000 items take no more memory than the first ones, go on after a kill, and leave a run that is read at once', async () => {
  times.fill(0)
  done = 0
  const timings = timingsWith({ heartbeatMs: 200, patienceMs: 1_500, sweepMs: 200 })
  const live = rig.deployGraph(
    [
      nodeOf(1, 'inbound-api', { expectedInputs: [{ name: 'list' }] }),
      nodeOf(2, 'for-each', { list: '$list', atOnce: AT_ONCE, most: ITEMS, gather: '$FOREACH_2.number' }),
      nodeOf(3, 'test-count', { text: '$FOREACH_2.item' }),
    ],
    ['1 next 2', '2 item 3'],
  )
  const lost = await rig.start({ timings })
  const list = Array.from({ length: ITEMS }, (_, index) => index)
  const runId = await startRun(lost, live, { list: JSON.stringify(list) })
  await eventually(() => done >= 1_000, 120_000)
  await lost.lose()
  await rig.start({ timings })
  const early = await heapAt(2_000)
  const late = await heapAt(9_500)
  expect(late - early).toBeLessThan(20)

  const run = await eventually(async () => {
    const row = await rig.runs.outcome(runId)
    return isFinal(row.status) && rig.runs.get(runId)
  }, 120_000)
  expect(run).toMatchObject({ status: 'succeeded', startedRuns: ITEMS })
  expect(run.steps.map(({ outputs }) => outputs.succeeded)).toEqual([undefined, ITEMS])
  expect(run.steps[1]?.outputs.results).toEqual(list.map((index) => index + 1))
  expect(times.every((often) => often >= 1)).toBe(true)
  // What was under way when the process was lost may be repeated: the action says that it is safe to.
  expect(done).toBeLessThanOrEqual(ITEMS + 2 * AT_ONCE)
  const began = performance.now()
  const page = await rig.runs.list({ parentId: runId, limit: 50 })
  expect(page.items).toHaveLength(50)
  expect(performance.now() - began).toBeLessThan(2_000)
}, 240_000)
