import { isFinal } from '@patchbay/shared/api'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { LiveFlow } from '../../src/engine/live-flows.ts'
import { defineAction } from '../../src/kit/node.ts'
import type { Database } from '../../src/store/database.ts'
import type { RunDetail } from '../../src/store/runs/run-repository.ts'
import { databaseKind, openTestDatabase } from '../helpers/database.ts'
import {
  createEngineRig,
  type EngineNode,
  type EngineRig,
  nodeOf,
  startRun,
  testAction,
  testDefinition,
} from '../helpers/engine-rig.ts'
import { eventually } from '../helpers/eventually.ts'

/** On the embedded database statements come one after another, so fewer races find all there is to find. */
const ROUNDS = databaseKind === 'postgres' ? 1_000 : 200
/** So many races at a time. */
const GROUP = 50
const TIMEOUT_MS = 240_000

let database: Database
let rig: EngineRig
let one: EngineNode
let other: EngineNode
/** What the engines told of the ends of runs: status by run, once each. */
const told = new Map<string, string[]>()
let worked: string[] = []

/** Waits for a reply for a moment that is over when the reply comes, or nearly. */
const ask = defineAction(testDefinition('test-ask'), {
  run: async () => ({ wait: { until: new Date(Date.now() + Math.random() * 40), for: 'reply' } }),
  resume: async (_inputs, _context, { reason }) => ({ exit: 'success', outputs: { reason } }),
})
const work = testAction('test-work', async (context) => {
  worked.push(context.runId)
  return { exit: 'success' }
})

beforeAll(async () => {
  database = await openTestDatabase()
  rig = await createEngineRig(database, [ask, work])
  one = await rig.start()
  other = await rig.start()
  for (const { events } of [one, other]) {
    events.subscribe((event) => {
      if (event.type === 'run' && isFinal(event.status)) {
        told.set(event.runId, [...(told.get(event.runId) ?? []), event.status])
      }
    })
  }
})

afterAll(async () => {
  expect(rig.faults).toEqual([])
  await rig.close()
  await database.close()
})

/** Plays so many races, some at a time, and hands every finished run to the check. */
async function race(play: (round: number) => Promise<string>, check: (run: RunDetail) => void): Promise<void> {
  for (let round = 0; round < ROUNDS; round += GROUP) {
    const runIds = await Promise.all(Array.from({ length: GROUP }, (_, index) => play(round + index)))
    for (const runId of runIds) {
      const run = await eventually(async () => {
        const found = await rig.runs.get(runId)
        return isFinal(found.status) ? found : undefined
      }, 30_000)
      check(run)
    }
  }
}

function pauseUpTo(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.random() * ms))
}

describe('a race', () => {
  it('of a reply with its time-out has one winner', { timeout: TIMEOUT_MS }, async () => {
    const live = rig.deploy([nodeOf(2, 'test-ask'), nodeOf(3, 'test-work')])
    const replied = new Map<string, boolean>()
    const winners = { reply: 0, timeout: 0 }
    worked = []
    await race(
      async () => {
        const runId = await startRun(one, live)
        await pauseUpTo(40)
        const [taken] = await Promise.all([
          other.engine.wake({ runId, waitNo: 1 }, {}),
          one.engine.wakeDue(),
          other.engine.wakeDue(),
        ])
        replied.set(runId, taken)
        return runId
      },
      (run) => {
        const isReply = replied.get(run.id) === true
        expect(run.status).toBe('succeeded')
        expect(run.steps.map(({ nodeId }) => nodeId)).toEqual([1, 2, 3])
        expect(run.steps[1]?.outputs.reason).toBe(isReply ? 'event' : 'due')
        winners[isReply ? 'reply' : 'timeout'] += 1
      },
    )
    expect(worked.toSorted()).toEqual([...replied.keys()].toSorted())
    expect(winners.reply).toBeGreaterThan(0)
    expect(winners.timeout).toBeGreaterThan(0)
  })

  it('of a cancel with the end of the run has one outcome', { timeout: TIMEOUT_MS }, async () => {
    const live = rig.deploy([nodeOf(2, 'test-work'), nodeOf(3, 'test-work')])
    const answers = new Map<string, string>()
    const seen = new Set<string>()
    await race(
      async (round) => {
        const runId = await startRun(one, live)
        if (round % 2 === 1) await pauseUpTo(6)
        answers.set(runId, await (round % 4 < 2 ? one : other).engine.cancel(runId))
        return runId
      },
      (run) => {
        const answer = answers.get(run.id)
        seen.add(`${answer} ${run.status}`)
        // Who was told that the run had ended finds no cancelled one; who was told that it works may find either.
        if (answer === 'final') expect(run.status).toBe('succeeded')
        if (answer === 'cancelled') expect(run.status).toBe('cancelled')
        if (run.status === 'succeeded') expect(run.steps).toHaveLength(3)
        if (run.status === 'cancelled') expect(run.error?.code).toBe('CANCELLED')
      },
    )
    for (const runId of answers.keys()) await eventually(() => told.get(runId)?.length === 1)
    expect([...seen].toSorted()).toContain('running cancelled')
  })

  it('of a pause with an event has it run or held, never both and never neither', { timeout: TIMEOUT_MS }, async () => {
    const live = rig.deploy([nodeOf(2, 'test-work')])
    worked = []
    let held = 0
    const end = one.events.subscribe((event) => {
      if (event.type === 'run' && event.status === 'waiting') held += 1
    })
    const runIds: string[] = []
    await race(
      async (round) => {
        if (round % GROUP === 0) void switchPause(live, round)
        await pauseUpTo(15)
        const runId = await startRun(one, live)
        runIds.push(runId)
        return runId
      },
      (run) => {
        expect(run.status).toBe('succeeded')
        expect(run.steps).toHaveLength(2)
      },
    )
    expect(held).toBeGreaterThan(0)
    // On a slow machine every event of a group may come while there are held ones. Afterwards none has to wait.
    await eventually(async () => {
      const before = held
      runIds.push(await startRun(one, live))
      return held === before
    })
    end()
    await eventually(() => worked.length === runIds.length)
    expect(worked.toSorted()).toEqual(runIds.toSorted())
  })
})

/** Pauses and resumes while events arrive. */
async function switchPause(live: LiveFlow, round: number): Promise<void> {
  for (let turn = 0; turn < 6; turn += 1) {
    if (turn % 2 === 0) rig.paused.add(live.flowId)
    else rig.paused.delete(live.flowId)
    for (const { events } of [one, other]) {
      events.publish({ type: 'flow', flowId: live.flowId, revision: round, at: new Date().toISOString() })
    }
    await pauseUpTo(5)
  }
}
