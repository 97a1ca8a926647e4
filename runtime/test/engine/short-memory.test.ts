import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Database } from '../../src/store/database.ts'
import { bytesAfterQuickCollections, collectGarbage } from '../helpers/collect-garbage.ts'
import { openTestDatabase } from '../helpers/database.ts'
import { createEngineRig, type EngineRig, nodeOf, startRun, testAction } from '../helpers/engine-rig.ts'

const BYTES = 16 * 1024
const ROUNDS = 4
const RUNS = 50

/** What it leaves behind can be told from everything else in memory. */
const heavyAction = testAction('test-heavy', async () => ({
  exit: 'success',
  outputs: Object.assign({ text: 'sent' }, { [Symbol('weight')]: new ArrayBuffer(BYTES) }),
}))

let database: Database
let rig: EngineRig

beforeAll(async () => {
  database = await openTestDatabase()
  rig = await createEngineRig(database, [heavyAction])
})

afterAll(async () => {
  await rig.close()
  await database.close()
})

it('what a run had in memory goes with the next quick collection', async () => {
  const node = await rig.start()
  const live = rig.deploy([nodeOf(2, 'test-heavy'), nodeOf(3, 'test-heavy', { text: '$(Run.id)' })])
  const run = async () => node.engine.result(await startRun(node, live), 60_000)
  for (let count = 0; count < 20; count += 1) await run()
  const kept: number[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    // What is in memory at a full collection is old from then on.
    collectGarbage({ type: 'major' })
    const before = bytesAfterQuickCollections()
    for (let count = 0; count < RUNS; count += 1) expect(await run()).toMatchObject({ status: 'succeeded' })
    kept.push(bytesAfterQuickCollections() - before)
  }
  // A collection that comes by itself while runs are at work makes a few of them old, on a slow machine many.
  expect(Math.min(...kept)).toBeLessThan((RUNS / 4) * BYTES)
})
