import { isFinal } from '@patchbay/shared/api'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type ActionModule, defineAction, ONCE_MORE } from '../../src/kit/node.ts'
import { listOf } from '../../src/kit/values.ts'
import type { Database } from '../../src/store/database.ts'
import { openTestDatabase } from '../helpers/database.ts'
import { createEngineRig, type EngineRig, nodeOf, startRun, testDefinition } from '../helpers/engine-rig.ts'
import { eventually } from '../helpers/eventually.ts'

let database: Database
let rig: EngineRig
/** What the action has done outside, by the key of the visit that did it. */
let done: string[]

/** Does something, waits, and does the next, until it has done three things. */
const inParts: ActionModule = defineAction(testDefinition('test-parts', 'never'), {
  async run(_inputs, { part, idempotencyKey, services }) {
    const things = listOf(part?.things)
    if (things.length === 3) return { exit: 'success', outputs: { things } }
    done.push(idempotencyKey.split('.').slice(1).join('.'))
    return {
      wait: {
        until: new Date(services.now().getTime() + 3_600_000),
        for: 'time',
        state: { things: [...things, things.length + 1] },
      },
    }
  },
  resume: async (_inputs, _context, { state }) => ({ exit: ONCE_MORE, outputs: state }),
})

beforeAll(async () => {
  database = await openTestDatabase()
})

beforeEach(async () => {
  done = []
  rig = await createEngineRig(database, [inParts])
})

afterEach(() => rig.close())

afterAll(() => database.close())

async function waitsAfter(runId: string, steps: number): Promise<void> {
  await eventually(async () => {
    const run = await rig.runs.get(runId)
    return run.status === 'waiting' && run.steps.length === steps
  })
  await database.kysely.updateTable('run').set({ dueAt: new Date() }).where('id', '=', runId).execute()
}

describe('an action that works in parts', () => {
  it('goes on after its last part in another process, each part a step that is done once', async () => {
    const live = rig.deploy([nodeOf(2, 'test-parts'), nodeOf(3, 'test-parts')])
    const first = await rig.start()
    const runId = await startRun(first, live)
    for (const steps of [1, 2, 3]) {
      await waitsAfter(runId, steps)
      const node = await rig.start()
      await node.engine.wakeDue()
      // Lost before its wait is stored, it would leave a run that nobody takes over here.
      await eventually(async () => {
        const run = await rig.runs.get(runId)
        return run.status === 'waiting' && run.steps.length > steps
      })
      await node.lose()
    }
    // The next action begins with nothing of the one before it.
    await waitsAfter(runId, 5)
    const run = await rig.runs.get(runId)
    expect(run.steps.map(({ nodeId, visit, exit, outputs }) => [nodeId, visit, exit, outputs.things])).toEqual([
      [1, 1, 'next', undefined],
      [2, 1, null, [1]],
      [2, 2, null, [1, 2]],
      [2, 3, null, [1, 2, 3]],
      [2, 4, 'success', [1, 2, 3]],
    ])
    expect(done).toEqual(['2.1', '2.2', '2.3', '3.1'])
    await first.engine.cancel(runId)
    expect(isFinal((await rig.runs.get(runId)).status)).toBe(true)
  })
})
