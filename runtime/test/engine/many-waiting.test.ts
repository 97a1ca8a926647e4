import { DAY_MS } from '@patchbay/shared/time'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Database } from '../../src/store/database.ts'
import { collectGarbage } from '../helpers/collect-garbage.ts'
import { openTestDatabase } from '../helpers/database.ts'
import { createEngineRig, type EngineNode, type EngineRig, nodeOf, startRun } from '../helpers/engine-rig.ts'
import { eventually } from '../helpers/eventually.ts'

const RUNS = 10_000
/**
 * What one waiting run may cost in this process: far less than any object that describes it. What it measures is noise,
 * most of it the tables of Temporal's weak maps, which are as large as they once were.
 */
const BYTES_PER_RUN = 128

let database: Database
let rig: EngineRig

beforeAll(async () => {
  database = await openTestDatabase()
  rig = await createEngineRig(database)
})

afterAll(async () => {
  await rig.close()
  await database.close()
})

/** Bytes in use once everything is collected that can be; the least of some looks. */
async function heapInUse(): Promise<number> {
  let least = Number.POSITIVE_INFINITY
  for (let look = 0; look < 5; look += 1) {
    await new Promise((resolve) => setImmediate(resolve))
    collectGarbage()
    least = Math.min(least, process.memoryUsage().heapUsed)
  }
  return least
}

async function park(node: EngineNode, count: number): Promise<void> {
  const live = rig.deploy([nodeOf(2, 'wait', { kind: 'until', until: tomorrow() })])
  for (let done = 0; done < count; done += 250) {
    await Promise.all(Array.from({ length: 250 }, (_, index) => startRun(node, live, { order: done + index })))
  }
  await eventually(() => node.engine.load().active === 0)
}

function tomorrow(): string {
  return new Date(Date.now() + DAY_MS).toISOString()
}

it(`${RUNS} runs that wait for tomorrow cost no memory`, { timeout: 240_000 }, async () => {
  const node = await rig.start()
  await park(node, 2_000)
  const before = await heapInUse()
  await park(node, RUNS)
  const grownBy = (await heapInUse()) - before
  const count = database.kysely.selectFrom('run').select(({ fn }) => fn.countAll<number>().as('count'))
  const stored = await count.where('status', '=', 'waiting').executeTakeFirst()
  expect(Number(stored?.count)).toBe(RUNS + 2_000)
  expect(node.engine.load()).toEqual({ active: 0, waiting: 0 })
  expect(grownBy / RUNS).toBeLessThan(BYTES_PER_RUN)
})
