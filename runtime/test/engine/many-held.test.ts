import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import type { LiveFlow } from '../../src/engine/live-flows.ts'
import { timingsWith } from '../../src/platform/timings.ts'
import type { Database } from '../../src/store/database.ts'
import { createDeadLetterRepository } from '../../src/store/runs/dead-letters.ts'
import { countHeld } from '../../src/store/runs/held-runs.ts'
import { databaseKind, openTestDatabase } from '../helpers/database.ts'
import {
  createEngineRig,
  type EngineNode,
  type EngineRig,
  nodeOf,
  startRun,
  testAction,
} from '../helpers/engine-rig.ts'
import { eventually } from '../helpers/eventually.ts'

const EVENTS = 5_000
/** So many callers at a time. */
const CALLERS = 250
const timings = timingsWith({ heartbeatMs: 200, patienceMs: 1_500, sweepMs: 200 })

let database: Database
let rig: EngineRig
let started: number[]

const note = testAction('test-note', async (_context, text) => {
  started.push(Number(text))
  return { exit: 'success' }
})

beforeAll(async () => {
  database = await openTestDatabase()
})

beforeEach(async () => {
  started = []
  rig = await createEngineRig(database, [note])
})

afterEach(() => rig.close())

afterAll(() => database.close())

/** A paused flow with 5,000 events of a webhook, whose process was killed since. */
async function killedWithEvents(): Promise<LiveFlow> {
  const lost = await rig.start({ timings })
  const live = rig.deployGraph(
    [nodeOf(1, 'webhook', { path: 'many' }), nodeOf(2, 'test-note', { text: '$item.externalChatData.n' })],
    ['1 next 2'],
  )
  rig.paused.add(live.flowId)
  for (let first = 0; first < EVENTS; first += CALLERS) {
    await Promise.all(Array.from({ length: CALLERS }, (_, index) => startRun(lost, live, { n: first + index })))
  }
  await lost.lose()
  return live
}

async function heldOf({ flowId }: LiveFlow): Promise<number> {
  return (await countHeld(database.kysely, [flowId])).get(flowId)?.count ?? 0
}

function resume({ events }: EngineNode, { flowId }: LiveFlow): void {
  rig.paused.delete(flowId)
  events.publish({ type: 'flow', flowId, revision: 1, at: new Date().toISOString() })
}

// `test/process/held-events.test.ts` does the same on the embedded database, with a real process.
it.runIf(databaseKind === 'postgres')(
  '5,000 events of a paused flow outlive a kill, and all of them start once and in order after the resume',
  async () => {
    const live = await killedWithEvents()
    const node = await rig.start({ timings, maxConcurrentRuns: 1 })
    expect(await heldOf(live)).toBe(EVENTS)
    resume(node, live)
    await eventually(() => started.length >= EVENTS, 120_000)
    await eventually(() => node.engine.load().active === 0)
    expect(started).toEqual(Array.from({ length: EVENTS }, (_, index) => index))
    expect(await heldOf(live)).toBe(0)
  },
)

it('5,000 events whose time has passed are all dead letters, and none of them starts', async () => {
  const live = await killedWithEvents()
  const { flowId } = live
  await database.kysely
    .updateTable('run')
    .set({ dueAt: new Date(0) })
    .where('flowId', '=', flowId)
    .execute()
  const node = await rig.start({ timings })
  resume(node, live)
  const deadLetters = createDeadLetterRepository(database.kysely)
  await eventually(async () => (await deadLetters.count({ flowId })).count === EVENTS, 60_000)
  expect(await heldOf(live)).toBe(0)
  expect(started).toEqual([])
})
