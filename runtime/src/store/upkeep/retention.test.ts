import { AsyncLocalStorage } from 'node:async_hooks'
import { DAY_MS } from '@patchbay/shared/time'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { databaseKind, openTestDatabase } from '../../../test/helpers/database.ts'
import { aMessage, anAccept, anEnd, aStep, aStepRecord } from '../../../test/helpers/store-fixtures.ts'
import { createMessageRepository } from '../../messaging/message-repository.ts'
import type { Database } from '../database.ts'
import { createRunRepository } from '../runs/run-repository.ts'
import { createRunWriter } from '../runs/run-writer.ts'
import type { RunWriter } from '../runs/writer-port.ts'
import { uuidv7 } from '../uuid.ts'
import { dayOfPartition, dayPartitions, ensurePartitions } from './partitions.ts'
import { runUpkeep } from './upkeep.ts'

const now = new Date()
const daysAgo = (days: number) => new Date(now.getTime() - days * DAY_MS)
let database: Database
let writer: RunWriter

beforeAll(async () => {
  database = await openTestDatabase()
})

beforeEach(async () => {
  for (const table of ['run', 'runStep', 'message'] as const) await database.kysely.deleteFrom(table).execute()
  await ensurePartitions(database.kysely, daysAgo(40))
  await ensurePartitions(database.kysely, daysAgo(32))
  writer = createRunWriter(database, { now: () => now, processId: uuidv7() })
})

afterAll(() => database.close())

async function aRun(days: number, isFinal: boolean): Promise<string> {
  const { runId } = await writer.accept(anAccept({ runId: uuidv7(daysAgo(days)) }))
  await writer.step(aStepRecord(runId, isFinal ? { nextNodeId: null, end: anEnd() } : {}))
  return runId
}

/** Runs something outside the transaction of its caller. */
const outside = AsyncLocalStorage.snapshot()
const upkeep = () => runUpkeep(database, { now, retentionDays: 30 })

async function hasPartition(days: number): Promise<boolean> {
  return (await dayPartitions(database.kysely)).includes(dayOfPartition(daysAgo(days)))
}

async function storedRuns(): Promise<string[]> {
  const rows = await database.kysely.selectFrom('run').select('id').execute()
  const steps = await database.kysely.selectFrom('runStep').select('runId').distinct().execute()
  const ids = rows.map(({ id }) => id).sort()
  expect(steps.map(({ runId }) => runId).sort()).toEqual(ids)
  return ids
}

describe('retention', () => {
  it('drops the days that are past it, with their runs and steps, and keeps the others', async () => {
    await aRun(40, true)
    await aRun(35, true)
    const kept = await aRun(29, true)
    await upkeep()
    expect(await storedRuns()).toEqual([kept])
    expect(await hasPartition(40)).toBe(false)
    expect(await hasPartition(35)).toBe(false)
    expect(await hasPartition(30)).toBe(true)
  })

  it('keeps an open run of such a day until it has ended, and everything it needs to go on', async () => {
    const open = await aRun(35, false)
    await aRun(35, true)
    await upkeep()
    expect(await hasPartition(35)).toBe(false)
    expect(await storedRuns()).toEqual([open])
    const third = aStepRecord(open, { step: aStep({ seq: 3, nodeId: 3 }), nextNodeId: 4 })
    expect(await writer.step(third)).toBe(true)
    const { steps } = await createRunRepository(database.kysely).get(open)
    expect(steps.map(({ seq }) => seq)).toEqual([1, 2, 3])

    await upkeep()
    expect(await storedRuns()).toEqual([open])
    await writer.end({ runId: open, epoch: 1, end: anEnd() })
    await upkeep()
    expect(await storedRuns()).toEqual([])
  })

  it('deletes the finished runs of a day with very many open ones, batch by batch', async () => {
    const open = await Promise.all(Array.from({ length: 1_001 }, () => aRun(35, false)))
    await Promise.all(Array.from({ length: 250 }, () => aRun(35, true)))
    await upkeep()
    expect(await hasPartition(35)).toBe(true)
    expect(await storedRuns()).toEqual(open.sort())
  })

  it('removes finished runs that arrived for a day without a partition', async () => {
    await aRun(100, true)
    const open = await aRun(100, false)
    await upkeep()
    expect(await storedRuns()).toEqual([open])
  })

  it('removes the messages of that time', async () => {
    const messages = createMessageRepository(database.kysely)
    for (const days of [40, 31, 29]) {
      const at = daysAgo(days)
      await writer.receive(aMessage({ id: uuidv7(at), at }))
    }
    await upkeep()
    const { items } = await messages.conversation({ limit: 10 })
    expect(items.map(({ at }) => at)).toEqual([daysAgo(29)])
  })

  it.runIf(databaseKind === 'postgres')(
    'does not wait for a reader of the history: it tries again next time',
    async () => {
      const run = await aRun(35, true)
      await database.kysely.transaction().execute(async (reader) => {
        await sql`select count(*) from run`.execute(reader)
        await outside(upkeep)
      })
      expect(await hasPartition(35)).toBe(true)
      await upkeep()
      expect(await hasPartition(35)).toBe(false)
      expect(await storedRuns()).not.toContain(run)
    },
  )
})
