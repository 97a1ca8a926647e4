import { randomBytes } from 'node:crypto'
import { AppError } from '@patchbay/shared/errors'
import { HOUR_MS } from '@patchbay/shared/time'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { databaseKind, openTestDatabase, withoutJournal } from '../../../test/helpers/database.ts'
import { anAccept, anEnd, aStep, aStepRecord } from '../../../test/helpers/store-fixtures.ts'
import type { Database } from '../database.ts'
import { faultOf } from '../store-errors.ts'
import { uuidv7 } from '../uuid.ts'
import type { PreparedStatement, StatementParameter } from './prepared-statement.ts'
import type { DedupeClaim } from './run-records.ts'
import { createRunRepository, type RunRepository } from './run-repository.ts'
import { createRunWriter } from './run-writer.ts'
import type { RunWriter } from './writer-port.ts'

let database: Database
let runs: RunRepository
let writer: RunWriter
const processId = uuidv7()
const now = () => new Date()

beforeAll(async () => {
  database = await openTestDatabase()
  runs = createRunRepository(database.kysely)
  writer = createRunWriter(database, { now, processId })
})

afterAll(async () => {
  await writer.close()
  await database.close()
})

function aClaim(change: Partial<DedupeClaim> = {}): DedupeClaim {
  return { credential: 'token-1', key: uuidv7(), bodyHash: 'hash', expiresAt: inAnHour(), ...change }
}

function inAnHour(): Date {
  return new Date(Date.now() + HOUR_MS)
}

async function accepted(): Promise<string> {
  return (await writer.accept(anAccept())).runId
}

describe('a run', () => {
  it('is stored with its trigger step, its steps and its end', async () => {
    const record = anAccept({ input: { text: 'hi', big: 12345678901234567890n } })
    const warnings = [{ code: 'EMPTY', message: 'No value.' }]
    const failure = { code: 'TIMEOUT', message: 'No reply.' }
    expect(await writer.accept(record)).toEqual({ runId: record.runId, duplicate: false })
    const call = aStep({ seq: 2, nodeId: 2, name: 'Forecast', exit: 'failure', error: failure, warnings })
    expect(await writer.step({ runId: record.runId, epoch: 1, step: call, nextNodeId: 4 })).toBe(true)
    const sms = aStep({ seq: 3, nodeId: 4, name: 'Apology', exit: 'success', warnings })
    const end = anEnd({ result: { messageId: 'm-1' } })
    expect(await writer.step({ runId: record.runId, epoch: 1, step: sms, nextNodeId: null, end })).toBe(true)

    const stored = await runs.get(record.runId)
    expect(stored).toMatchObject({ status: 'succeeded', input: record.input, result: end.result, warnings: 2 })
    expect(stored.failedStep).toEqual({ nodeId: 2, name: 'Forecast', code: 'TIMEOUT' })
    expect(stored.finishedAt).toEqual(end.finishedAt)
    expect(stored.steps).toEqual([record.step, call, sms])
  })

  it('may end with its trigger', async () => {
    const end = anEnd({ result: { said: 'nothing' } })
    const { runId } = await writer.accept(anAccept({ nextNodeId: null, final: end }))
    expect(await runs.outcome(runId)).toMatchObject({ status: 'succeeded', result: end.result })
    expect(await writer.step(aStepRecord(runId))).toBe(false)
  })

  it('begins when it had been queued, and keeps the action that starts next', async () => {
    const { runId } = await writer.accept(anAccept({ status: 'queued', nextNodeId: 7 }))
    expect((await runs.get(runId)).status).toBe('queued')
    expect(await writer.begin({ runId, epoch: 1 })).toBe(true)
    const row = await database.kysely
      .selectFrom('run')
      .select(['status', 'nextNodeId', 'ownerId'])
      .where('id', '=', runId)
      .executeTakeFirst()
    expect(row).toEqual({ status: 'running', nextNodeId: 7, ownerId: processId })
  })

  it('ends once: the first end stays', async () => {
    const runId = await accepted()
    const failed = anEnd({ status: 'failed', error: { code: 'STEP_LIMIT', message: 'Too many.' } })
    expect(await writer.end({ runId, epoch: 1, end: failed })).toBe(true)
    expect(await writer.end({ runId, epoch: 1, end: anEnd() })).toBe(false)
    expect(await writer.step(aStepRecord(runId))).toBe(false)
    expect(await runs.get(runId)).toMatchObject({ status: 'failed', error: failed.error, steps: [{ seq: 1 }] })
  })

  it('that does not exist takes no steps', async () => {
    expect(await writer.step(aStepRecord(uuidv7()))).toBe(false)
  })

  it('is not accepted inside a transaction, which its storing would wait for', async () => {
    const inside = database.kysely.transaction().execute(() => writer.accept(anAccept()))
    await expect(inside).rejects.toThrow('Run the query on the transaction object')
  })
})

describe('many runs at once', () => {
  it('share flushes and each get their own answer', async () => {
    let flushes = 0
    const counted = createRunWriter(
      watched(database, () => {
        flushes += 1
      }),
      { now, processId },
    )
    const records = Array.from({ length: 200 }, (_, index) => anAccept({ input: { index } }))
    await Promise.all(
      records.map(async (record, index) => {
        expect(await counted.accept(record)).toEqual({ runId: record.runId, duplicate: false })
        const first = aStepRecord(record.runId, { step: aStep({ seq: 2, outputs: { index } }) })
        expect(await counted.step(first)).toBe(true)
        const end = anEnd({ result: { index } })
        const last = aStep({ seq: 3, outputs: { index } })
        expect(await counted.step(aStepRecord(record.runId, { step: last, nextNodeId: null, end }))).toBe(true)
      }),
    )
    for (const [index, { runId }] of records.entries()) {
      const stored = await runs.get(runId)
      expect(stored).toMatchObject({ status: 'succeeded', input: { index }, result: { index } })
      expect(stored.steps.map(({ seq }) => seq)).toEqual([1, 2, 3])
      expect(stored.steps.slice(1).map(({ outputs }) => outputs)).toEqual([{ index }, { index }])
    }
    expect(flushes).toBeLessThan(60)
  })

  it('go in groups of 128 at most and of 8 MiB at most', async () => {
    const sizes: { records: number; bytes: number }[] = []
    const measured = createRunWriter(database, {
      now,
      processId,
      onFlush: ({ records, bytes }) => sizes.push({ records, bytes }),
    })
    await Promise.all(Array.from({ length: 300 }, () => measured.accept(anAccept())))
    const large = { text: 'x'.repeat(3 * 1024 * 1024) }
    await Promise.all(Array.from({ length: 4 }, () => measured.accept(anAccept({ input: large }))))
    expect(sizes.map(({ records }) => records)).toEqual([128, 128, 44, 2, 2])
    expect(Math.max(...sizes.map(({ bytes }) => bytes))).toBeLessThan(8 * 1024 * 1024)
  })

  it.each([
    { meanwhile: 8, flushes: 2, how: 'once those that came meanwhile are on their way' },
    { meanwhile: 2, flushes: 1, how: 'before those that came meanwhile, when these are few' },
  ])('hear of their storing $how', async ({ meanwhile, flushes }) => {
    let begun = 0
    const later: Promise<unknown>[] = []
    const watching = createRunWriter(
      watched(database, () => {
        begun += 1
        if (begun === 1) later.push(...Array.from({ length: meanwhile }, () => watching.accept(anAccept())))
      }),
      { now, processId },
    )
    const heardAt = async () => {
      await watching.accept(anAccept())
      return begun
    }
    expect(await Promise.all(Array.from({ length: 10 }, heardAt))).toEqual(Array(10).fill(flushes))
    await Promise.all(later)
    expect(begun).toBe(2)
  })

  it('store the records of one run one after another', async () => {
    const runId = await accepted()
    const seqs = Array.from({ length: 20 }, (_, index) => index + 2)
    const answers = await Promise.all(seqs.map((seq) => writer.step(aStepRecord(runId, { step: aStep({ seq }) }))))
    expect(answers).toEqual(seqs.map(() => true))
    expect((await runs.get(runId)).steps.map(({ seq }) => seq)).toEqual([1, ...seqs])
  })

  it('are counted by flow, with the failed ones', async () => {
    const flowId = uuidv7()
    const ids = await Promise.all(
      Array.from({ length: 30 }, async () => (await writer.accept(anAccept({ flowId }))).runId),
    )
    const failed = anEnd({ status: 'failed', error: { code: 'TIMEOUT', message: 'No reply.' } })
    await Promise.all(
      ids.map((runId, index) => writer.end({ runId, epoch: 1, end: index % 3 === 0 ? failed : anEnd() })),
    )
    await writer.accept(anAccept({ flowId, nextNodeId: null, final: failed }))
    expect(await runs.counts24h(new Date(), [flowId])).toEqual(
      new Map([[flowId, { total: 31, failed: 11, caught: 0 }]]),
    )
  })
})

describe('what cannot be stored', () => {
  it('fails alone among many that can', async () => {
    const bad = [17, 18, 80]
    // Too long for the index of contacts, which is not checked before.
    const tooLong = randomBytes(10_000).toString('base64')
    const records = Array.from({ length: 100 }, (_, index) =>
      anAccept({ contact: bad.includes(index) ? tooLong : null }),
    )
    const results = await Promise.allSettled(records.map((record) => writer.accept(record)))
    const rejected = results.flatMap((result, index) => (result.status === 'rejected' ? [{ index, ...result }] : []))
    expect(rejected.map(({ index }) => index)).toEqual(bad)
    for (const { reason } of rejected) expect(reason).toMatchObject({ code: 'NOT_STORABLE' })
    for (const [index, { runId }] of records.entries()) {
      if (!bad.includes(index)) expect((await runs.outcome(runId)).status).toBe('running')
    }
  })

  it('is refused before it travels when it is nested without end', async () => {
    let nested = {}
    for (let depth = 0; depth < 10_000; depth += 1) nested = { nested }
    await expect(writer.accept(anAccept({ input: nested }))).rejects.toMatchObject({ code: 'NOT_STORABLE' })
  })

  it('is replaced where Postgres has no room for it: NUL and lone surrogates', async () => {
    const step = aStep({ name: 'a\0b', outputs: { 'k\0': '\uD800 {{x}} $5 "\\u0000' } })
    const { runId } = await writer.accept(anAccept({ contact: '+1\0', step }))
    const stored = await runs.get(runId)
    expect(stored.contact).toBe('+1\uFFFD')
    expect(stored.steps[0]).toMatchObject({ name: 'a\uFFFDb', outputs: { 'k\uFFFD': '\uFFFD {{x}} $5 "\\u0000' } })
  })
})

describe('a de-duplication key', () => {
  it('starts one run, however many callers ask at the same time', async () => {
    const dedupe = aClaim()
    const records = Array.from({ length: 50 }, () => anAccept({ dedupe }))
    const outcomes = await Promise.all(records.map((record) => writer.accept(record)))
    const winners = outcomes.filter(({ duplicate }) => !duplicate)
    expect(winners).toHaveLength(1)
    expect(new Set(outcomes.map(({ runId }) => runId))).toEqual(new Set([winners[0]?.runId]))
    const { rows } = await storedRuns(records.map(({ runId }) => runId))
    expect(rows).toEqual([winners[0]?.runId])
  })

  it('starts one run also when two processes are asked', async () => {
    const other = createRunWriter(database, { now, processId: uuidv7() })
    for (let round = 0; round < 10; round += 1) {
      const dedupe = aClaim()
      const outcomes = await Promise.all(
        [writer, other, writer, other].map((each) => each.accept(anAccept({ dedupe }))),
      )
      expect(outcomes.filter(({ duplicate }) => !duplicate)).toHaveLength(1)
      expect(new Set(outcomes.map(({ runId }) => runId)).size).toBe(1)
    }
  })

  it('answers the first run later too, and says when the body differs', async () => {
    const dedupe = aClaim()
    const { runId } = await writer.accept(anAccept({ dedupe }))
    expect(await writer.accept(anAccept({ dedupe }))).toEqual({ runId, duplicate: true })
    const other = anAccept({ dedupe: { ...dedupe, bodyHash: 'another' } })
    expect(await writer.accept(other)).toEqual({ runId, duplicate: true, conflict: true })
  })

  it('belongs to one credential and one flow', async () => {
    const dedupe = aClaim()
    const outcomes = await Promise.all([
      writer.accept(anAccept({ dedupe })),
      writer.accept(anAccept({ dedupe: { ...dedupe, credential: 'token-2' } })),
      writer.accept(anAccept({ dedupe, flowId: uuidv7() })),
    ])
    expect(outcomes.map(({ duplicate }) => duplicate)).toEqual([false, false, false])
  })

  it('can be used again once it has expired', async () => {
    const dedupe = aClaim({ expiresAt: new Date(Date.now() - 1) })
    await writer.accept(anAccept({ dedupe }))
    const second = anAccept({ dedupe: { ...dedupe, bodyHash: 'another', expiresAt: inAnHour() } })
    expect(await writer.accept(second)).toEqual({ runId: second.runId, duplicate: false })
    const third = anAccept({ dedupe: { ...dedupe, bodyHash: 'another' } })
    expect(await writer.accept(third)).toEqual({ runId: second.runId, duplicate: true })
  })
})

describe('cancelling', () => {
  it('marks a running run for its owner', async () => {
    const runId = await accepted()
    expect(await writer.cancel(runId)).toBe('running')
    expect((await runs.outcome(runId)).status).toBe('running')
    const run = database.kysely.selectFrom('run').select('cancelRequested').where('id', '=', runId)
    expect(await run.executeTakeFirst()).toEqual({ cancelRequested: true })
  })

  it('ends a queued run at once', async () => {
    const { runId } = await writer.accept(anAccept({ status: 'queued' }))
    expect(await writer.cancel(runId)).toBe('cancelled')
    expect(await runs.outcome(runId)).toMatchObject({ status: 'cancelled', error: { code: 'CANCELLED' } })
    expect(await writer.begin({ runId, epoch: 1 })).toBe(false)
  })

  it('changes nothing about a run that has ended, and knows runs that never were', async () => {
    const runId = await accepted()
    await writer.end({ runId, epoch: 1, end: anEnd() })
    expect(await writer.cancel(runId)).toBe('final')
    expect((await runs.outcome(runId)).status).toBe('succeeded')
    expect(await writer.cancel(uuidv7())).toBe('missing')
    expect(await writer.cancel('latest')).toBe('missing')
  })
})

describe('a database that fails', () => {
  const lost = () => new Error('Connection terminated unexpectedly')

  it('is asked again, and nothing is stored twice when only the reply was lost', async () => {
    const shaky = failing(database, { repliesLost: true, error: lost })
    const careful = createRunWriter(shaky, { now, processId, retryDelaysMs: [0, 0, 0, 0] })
    const record = anAccept({ dedupe: aClaim() })
    const warnings = [{ code: 'EMPTY', message: 'No value.' }]
    expect(await careful.accept(record)).toEqual({ runId: record.runId, duplicate: false })
    expect(await careful.step(aStepRecord(record.runId, { step: aStep({ seq: 2, warnings }) }))).toBe(true)
    expect(await careful.end({ runId: record.runId, epoch: 1, end: anEnd() })).toBe(true)
    expect(shaky.failures()).toBe(3)
    expect(await runs.get(record.runId)).toMatchObject({ status: 'succeeded', warnings: 1, steps: [{}, {}] })
  })

  it('is given up after some tries, with an error that says so', async () => {
    const dead = failing(database, { before: 100, error: lost })
    const patient = createRunWriter(dead, { now, processId, retryDelaysMs: [0, 0] })
    const results = await Promise.allSettled([patient.accept(anAccept()), patient.accept(anAccept())])
    for (const result of results) expect(result).toMatchObject({ reason: { code: 'STORE_UNAVAILABLE' } })
    expect(dead.failures()).toBe(3)
  })

  it("is asked again when two processes stood in each other's way", async () => {
    const deadlock = () => Object.assign(new Error('deadlock detected'), { code: '40P01' })
    const shaky = failing(database, { before: 2, error: deadlock })
    const careful = createRunWriter(shaky, { now, processId })
    const record = anAccept()
    expect(await careful.accept(record)).toEqual({ runId: record.runId, duplicate: false })
  })

  it.runIf(databaseKind === 'postgres')('may drop the connection in the middle of the work', async () => {
    let calls = 0
    const drops: Promise<void>[] = []
    const dropping = watched(database, () => {
      calls += 1
      if (calls % 3 === 0 && drops.length < 10) drops.push(dropConnections())
    })
    const careful = createRunWriter(dropping, { now, processId })
    for (let round = 0; round < 10; round += 1) {
      const records = Array.from({ length: 20 }, () => anAccept())
      await Promise.all(
        records.map(async (record) => {
          const { runId } = record
          await careful.accept(record)
          expect(await careful.step(aStepRecord(runId))).toBe(true)
          expect(await careful.end({ runId, epoch: 1, end: anEnd() })).toBe(true)
        }),
      )
      await Promise.all(drops)
      for (const { runId } of records) {
        expect(await steady(() => runs.get(runId))).toMatchObject({
          status: 'succeeded',
          steps: [{ seq: 1 }, { seq: 2 }],
        })
      }
    }
    expect(drops).toHaveLength(10)
  })
})

describe('closing', () => {
  it('stores what was handed over and refuses what comes later', async () => {
    const closing = createRunWriter(database, { now, processId })
    const record = anAccept()
    const acceptance = closing.accept(record)
    await closing.close()
    expect((await runs.outcome(record.runId)).status).toBe('running')
    await acceptance
    await expect(closing.accept(anAccept())).rejects.toMatchObject({ code: 'SHUTTING_DOWN' })
  })
})

async function storedRuns(ids: readonly string[]): Promise<{ rows: string[] }> {
  const rows = await database.kysely.selectFrom('run').select('id').where('id', 'in', ids).execute()
  return { rows: rows.map(({ id }) => id) }
}

async function dropConnections(): Promise<void> {
  await sql`select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()`
    .execute(database.kysely)
    .catch(() => undefined)
}

/** Reads again when the read itself met a dropped connection. */
async function steady<Answer>(read: () => Promise<Answer>): Promise<Answer> {
  for (;;) {
    try {
      return await read()
    } catch (error) {
      if (error instanceof AppError || faultOf(error) !== 'unavailable') throw error
    }
  }
}

/** The same database, reporting every flush. */
function watched(real: Database, onFlush: (parameters: readonly StatementParameter[]) => void): Database {
  return {
    ...withoutJournal(real),
    prepared(statement: PreparedStatement, parameters: readonly StatementParameter[]) {
      onFlush(parameters)
      return real.prepared(statement, parameters)
    },
  }
}

/** The same database behind a bad line: flushes fail before they are stored, or are stored and their reply is lost. */
function failing(
  real: Database,
  line: { before?: number; repliesLost?: boolean; error: () => Error },
): Database & { failures(): number } {
  let failures = 0
  const stored = new Set<string>()
  return {
    ...withoutJournal(real),
    failures: () => failures,
    async prepared<Row>(statement: PreparedStatement, parameters: readonly StatementParameter[]) {
      if (failures < (line.before ?? 0)) {
        failures += 1
        throw line.error()
      }
      // Read before the flush, which may transfer the bytes away.
      const content = parameters.filter((parameter) => typeof parameter !== 'string').join()
      const rows = await real.prepared<Row>(statement, parameters)
      if (line.repliesLost !== true || stored.has(content)) return rows
      stored.add(content)
      failures += 1
      throw line.error()
    },
  }
}
