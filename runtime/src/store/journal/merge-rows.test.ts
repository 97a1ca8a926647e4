import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestDatabase } from '../../../test/helpers/database.ts'
import { aMessage, anAccept, anEnd, aStep } from '../../../test/helpers/store-fixtures.ts'
import type { Database } from '../database.ts'
import { acceptRow, beginRow, changeRow, type FlushRow } from '../runs/record-rows.ts'
import { flushRows } from '../runs/run-flush.ts'
import { uuidv7 } from '../uuid.ts'
import { mergeRows } from './merge-rows.ts'

const SEQUENCES = 60
const flowId = uuidv7()
const processId = uuidv7()
const finishedAt = new Date()
const error = { code: 'TIMEOUT', message: 'No reply.' }
const warnings = [{ code: 'EMPTY', message: 'No value.' }]

let database: Database

beforeAll(async () => {
  database = await openTestDatabase()
})

afterAll(() => database.close())

/** Numbers below `limit` that look random and are the same in every run of the tests. */
function numbersFrom(seed: number): (limit: number) => number {
  let state = seed
  return (limit) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff
    return (state >>> 8) % limit
  }
}

/** Records of one run that the journal accepts: everything but waits. Equal seeds give equal records. */
function recordsOf(runId: string, seed: number): [FlushRow, ...FlushRow[]] {
  const next = numbersFrom(seed)
  const { records } = database
  const owner = { runId, epoch: 1 }
  const status = next(2) === 0 ? 'queued' : 'running'
  const sent = (seq: number) => aMessage({ direction: 'out', runId, content: { text: `text ${seq}` } })
  const accept = anAccept({ runId, flowId, status, step: aStep({ warnings: next(2) === 0 ? warnings : [] }) })
  const rows: [FlushRow, ...FlushRow[]] = [acceptRow(records, accept)]
  const length = 1 + next(6)
  for (let seq = 2; seq < 2 + length; seq += 1) {
    const isFailed = next(3) === 0
    const step = aStep({ seq, nodeId: seq, ...(isFailed ? { exit: 'failure', error, warnings } : {}) })
    const end = anEnd({ finishedAt, ...(isFailed ? { status: 'failed', error } : { result: { seq } }) })
    const kinds = [
      () => beginRow(records, owner),
      () => changeRow(records, { ...owner, step, nextNodeId: seq + 1, messages: next(3) === 0 ? [sent(seq)] : [] }),
      () => changeRow(records, { ...owner, step, nextNodeId: seq + 1, status: 'queued' }),
      () => changeRow(records, { ...owner, step, nextNodeId: null, end }),
      () => changeRow(records, { ...owner, end }),
    ]
    // Ends are rare, so that many sequences are long.
    const isEnd = next(8) === 0
    const kind = isEnd ? kinds[3 + next(2)] : kinds[next(3)]
    if (kind !== undefined) rows.push(kind())
    if (isEnd) break
  }
  return rows
}

function store(rows: readonly FlushRow[]) {
  return flushRows(database, rows, { processId, now: new Date() })
}

async function stored(runId: string) {
  const { kysely } = database
  const { id: _, ...run } = await kysely.selectFrom('run').selectAll().where('id', '=', runId).executeTakeFirstOrThrow()
  const steps = await kysely.selectFrom('runStep').selectAll().where('runId', '=', runId).orderBy('seq').execute()
  const messages = await kysely
    .selectFrom('message')
    .select('content')
    .where('runId', '=', runId)
    .orderBy('id')
    .execute()
  return { run, steps: steps.map(({ runId: _, startedAt: __, ...step }) => step), messages }
}

describe('records of one run, merged', () => {
  it('leave in the tables what they leave one after the other', async () => {
    for (let seed = 1; seed <= SEQUENCES; seed += 1) {
      const [alone, merged, later] = [uuidv7(), uuidv7(), uuidv7()]
      for (const row of recordsOf(alone, seed)) await store([row])
      await store([mergeRows(database.records, recordsOf(merged, seed))])
      // The run is in the tables already, and its later records are merged.
      const [accept, first, ...others] = recordsOf(later, seed)
      await store([accept])
      if (first !== undefined) await store([mergeRows(database.records, [first, ...others])])
      const expected = await stored(alone)
      expect(await stored(merged), `seed ${seed}`).toEqual(expected)
      expect(await stored(later), `seed ${seed}`).toEqual(expected)
    }
  })

  it('count the run once, and its failure once', async () => {
    const before = await counts()
    const [alone, merged] = [uuidv7(), uuidv7()]
    const failing = Array.from({ length: SEQUENCES }, (_, index) => index).find((seed) =>
      recordsOf(alone, seed).some(({ fields }) => fields.status === 'failed'),
    )
    for (const row of recordsOf(alone, failing ?? 0)) await store([row])
    const between = await counts()
    await store([mergeRows(database.records, recordsOf(merged, failing ?? 0))])
    const after = await counts()
    expect([between.total - before.total, between.failed - before.failed]).toEqual([1, 1])
    expect([after.total - between.total, after.failed - between.failed]).toEqual([1, 1])
  })
})

async function counts(): Promise<{ total: number; failed: number }> {
  const rows = await database.kysely.selectFrom('runCount').selectAll().where('flowId', '=', flowId).execute()
  return {
    total: rows.reduce((sum, { total }) => sum + Number(total), 0),
    failed: rows.reduce((sum, { failed }) => sum + Number(failed), 0),
  }
}
