import { DAY_MS } from '@patchbay/shared/time'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestDatabase, withoutJournal } from '../../../test/helpers/database.ts'
import { anAccept, anEnd, aStep, aStepRecord } from '../../../test/helpers/store-fixtures.ts'
import type { Database } from '../database.ts'
import { dayOfPartition, dayPartitions, ensurePartitions, partitionOf } from '../upkeep/partitions.ts'
import { removeOldRuns } from '../upkeep/retention.ts'
import { uuidv7 } from '../uuid.ts'
import { createRunRepository } from './run-repository.ts'
import { createRunWriter } from './run-writer.ts'

const MIDNIGHT = (dayOfPartition(new Date()) + 1) * DAY_MS
/** The last moment of today and the first of tomorrow, UTC. */
const today = new Date(MIDNIGHT - 1)
const tomorrow = new Date(MIDNIGHT)

let database: Database

/** An id of exactly this time: with a clock that was set back a little, ids would go on from the last one. */
function idAt(time: Date): string {
  uuidv7(new Date(0))
  return uuidv7(time)
}

beforeAll(async () => {
  database = await openTestDatabase()
})

afterAll(() => database.close())

function writerOf(store: Database) {
  return createRunWriter(store, { now: () => new Date(), processId: uuidv7(), retryDelaysMs: [0, 0] })
}

/** The partitions that contain a run and its steps. */
async function placesOf(runId: string): Promise<readonly string[]> {
  const { rows } = await sql<{ name: string }>`
    select tableoid::regclass::text as name from run where id = ${runId}
    union select tableoid::regclass::text from run_step where run_id = ${runId} order by name`.execute(database.kysely)
  return rows.map(({ name }) => name)
}

/** Fails the next flush of this day before the database sees it. */
function failingOnce(day: Date, code: string): Database {
  let isLeft = true
  return {
    ...withoutJournal(database),
    prepared(statement, parameters) {
      if (!isLeft || !statement.name.endsWith(partitionOf('run', day))) return database.prepared(statement, parameters)
      isLeft = false
      return Promise.reject(Object.assign(new Error('This fails once.'), { code }))
    },
  }
}

describe('a flush around midnight', () => {
  it('stores each record in the day of its run', async () => {
    const writer = writerOf(database)
    const [before, after, late, next] = [idAt(today), idAt(tomorrow), idAt(today), idAt(tomorrow)]
    await Promise.all([before, after].map((runId) => writer.accept(anAccept({ runId }))))
    const answers = await Promise.all([
      writer.step(aStepRecord(before)),
      writer.accept(anAccept({ runId: next })),
      writer.step(aStepRecord(after, { nextNodeId: null, end: anEnd() })),
      writer.accept(anAccept({ runId: late })),
    ])
    expect(answers).toEqual([true, { runId: next, duplicate: false }, true, { runId: late, duplicate: false }])
    for (const runId of [before, late]) {
      expect(await placesOf(runId)).toEqual([partitionOf('run', today), partitionOf('run_step', today)])
    }
    for (const runId of [after, next]) {
      expect(await placesOf(runId)).toEqual([partitionOf('run', tomorrow), partitionOf('run_step', tomorrow)])
    }
    const runs = createRunRepository(database.kysely)
    expect(await runs.get(before)).toMatchObject({ status: 'running', steps: [{ seq: 1 }, { seq: 2 }] })
    expect(await runs.get(after)).toMatchObject({ status: 'succeeded', steps: [{ seq: 1 }, { seq: 2 }] })
    await writer.close()
  })

  it('lets one run win a key, on whichever side of midnight it is asked for', async () => {
    const writer = writerOf(database)
    const dedupe = { credential: 'token', key: uuidv7(), bodyHash: 'hash', expiresAt: new Date(MIDNIGHT + DAY_MS) }
    const records = [today, tomorrow, today, tomorrow].map((day) => anAccept({ runId: idAt(day), dedupe }))
    const outcomes = await Promise.all(records.map((record) => writer.accept(record)))
    expect(outcomes.filter(({ duplicate }) => !duplicate)).toHaveLength(1)
    expect(new Set(outcomes.map(({ runId }) => runId)).size).toBe(1)
    await writer.close()
  })

  // The first succeeds at the next try, the second is refused for good.
  it.each([
    ['40P01', { status: 'fulfilled', value: true }],
    ['22P02', { status: 'rejected', reason: { code: 'NOT_STORABLE' } }],
  ])('that fails with %s for one day answers truly about the other one', async (code, outcome) => {
    const writer = writerOf(failingOnce(tomorrow, code))
    const [ended, stepped] = [idAt(today), idAt(today)]
    const failing = idAt(tomorrow)
    const setUp = writerOf(database)
    await Promise.all([ended, stepped, failing].map((runId) => setUp.accept(anAccept({ runId }))))
    const warnings = [{ code: 'EMPTY', message: 'No value.' }]
    const [first, second, third] = await Promise.allSettled([
      writer.end({ runId: ended, epoch: 1, end: anEnd() }),
      writer.step(aStepRecord(stepped, { step: aStep({ seq: 2, warnings }) })),
      writer.end({ runId: failing, epoch: 1, end: anEnd() }),
    ])
    expect([first, second]).toEqual([
      { status: 'fulfilled', value: true },
      { status: 'fulfilled', value: true },
    ])
    expect(third).toMatchObject(outcome)
    expect(await createRunRepository(database.kysely).get(stepped)).toMatchObject({ warnings: 1 })
    await writer.close()
    await setUp.close()
  })
})

describe('a flush for a day that was dropped', () => {
  it('answers that its runs are not ours, and stores the rest', async () => {
    const writer = writerOf(database)
    const gone = new Date(Date.now() - 50 * DAY_MS)
    await ensurePartitions(database.kysely, gone)
    const [stepped, ended, begun, parked] = [idAt(gone), idAt(gone), idAt(gone), idAt(gone)]
    const old = [stepped, ended, begun, parked]
    await Promise.all(old.map((runId) => writer.accept(anAccept({ runId }))))
    // From here on connections have plans that name tables which will be dropped.
    expect(await writer.step(aStepRecord(stepped))).toBe(true)
    expect(await Promise.all(old.map((runId) => writer.end({ runId, epoch: 1, end: anEnd() })))).not.toContain(false)
    await removeOldRuns(database, new Date(Date.now() - 49 * DAY_MS))
    expect(await dayPartitions(database.kysely)).not.toContain(dayOfPartition(gone))

    const runId = uuidv7()
    const wait = { kind: 'action', startedAt: new Date().toISOString(), attempts: [], state: {} } as const
    const answers = await Promise.all([
      writer.step(aStepRecord(stepped, { step: aStep({ seq: 3 }) })),
      writer.end({ runId: ended, epoch: 1, end: anEnd() }),
      writer.begin({ runId: begun, epoch: 1 }),
      writer.park({ runId: parked, epoch: 1, waitingFor: 'timer', until: tomorrow, wait, phase: 'park' }),
      writer.accept(anAccept({ runId })),
    ])
    expect(answers).toEqual([false, false, false, false, { runId, duplicate: false }])
    expect(await writer.step(aStepRecord(stepped))).toBe(false)
    expect(await placesOf(stepped)).toEqual([])
    expect(await writer.step(aStepRecord(runId))).toBe(true)
    await writer.close()
  })

  it('goes on with a run that was open when its day was dropped', async () => {
    const writer = writerOf(database)
    const gone = new Date(Date.now() - 70 * DAY_MS)
    await ensurePartitions(database.kysely, gone)
    const runId = idAt(gone)
    await writer.accept(anAccept({ runId }))
    expect(await writer.step(aStepRecord(runId))).toBe(true)
    await removeOldRuns(database, new Date(Date.now() - 69 * DAY_MS))
    expect(await placesOf(runId)).toEqual(['run_default', 'run_step_default'])
    const last = aStep({ seq: 3, nodeId: 3 })
    expect(await writer.step(aStepRecord(runId, { step: last, nextNodeId: null, end: anEnd() }))).toBe(true)
    const stored = await createRunRepository(database.kysely).get(runId)
    expect(stored).toMatchObject({ status: 'succeeded', steps: [{ seq: 1 }, { seq: 2 }, { seq: 3 }] })
    await writer.close()
  })
})
