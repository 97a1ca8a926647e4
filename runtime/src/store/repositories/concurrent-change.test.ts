import { AsyncLocalStorage } from 'node:async_hooks'
import { sql, type Transaction } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { databaseKind, openTestDatabase } from '../../../test/helpers/database.ts'
import { eventually } from '../../../test/helpers/eventually.ts'
import { anAccept, aStepRecord } from '../../../test/helpers/store-fixtures.ts'
import type { Database } from '../database.ts'
import { createRunRepository } from '../runs/run-repository.ts'
import { createRunWriter } from '../runs/run-writer.ts'
import type { Tables } from '../schema/tables.ts'
import { uuidv7 } from '../uuid.ts'

let database: Database
/** The writer refuses calls inside a transaction. These calls are made outside of it. */
const outside = AsyncLocalStorage.snapshot()

beforeAll(async () => {
  database = await openTestDatabase()
})

afterAll(() => database.close())

function somebodyWaits(transaction: Transaction<Tables>): Promise<unknown> {
  return eventually(async () => {
    const { rows } = await sql<{ count: number }>`select count(*)::integer as count from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`.execute(transaction)
    return (rows[0]?.count ?? 0) > 0
  })
}

// The embedded database has one connection: no other statement runs while one does.
describe.runIf(databaseKind === 'postgres')('a group of records', () => {
  it('waits for who changes some of its runs, and is stored on what that left behind', async () => {
    // Without retries, because they would hide a server that crashed over the statement.
    const retryDelaysMs: readonly number[] = []
    const writer = createRunWriter(database, { now: () => new Date(), processId: uuidv7(), retryDelaysMs })
    const cancelled: string[] = []
    writer.onCancelRequested((runId) => cancelled.push(runId))
    const accepted = await Promise.all(Array.from({ length: 20 }, () => writer.accept(anAccept())))
    const runIds = accepted.map(({ runId }) => runId)
    const changed = runIds.filter((_, index) => index % 5 === 2)
    const { stored } = await database.kysely.transaction().execute(async (transaction) => {
      await transaction.updateTable('run').set({ cancelRequested: true }).where('id', 'in', changed).execute()
      const steps = outside(() => Promise.all(runIds.map((runId) => writer.step(aStepRecord(runId)))))
      await somebodyWaits(transaction)
      return { stored: steps }
    })
    expect(await stored).toEqual(runIds.map(() => true))
    expect(cancelled.toSorted()).toEqual(changed.toSorted())
    const runs = createRunRepository(database.kysely)
    for (const runId of runIds) expect((await runs.get(runId)).steps).toHaveLength(2)
    await writer.close()
  })
})
