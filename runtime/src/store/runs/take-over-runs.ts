import { type RawBuilder, type Selectable, sql, type Transaction } from 'kysely'
import type { Database } from '../database.ts'
import { isAbandoned } from '../repositories/is-abandoned.ts'
import type { RunTable } from '../schema/run-tables.ts'
import type { Tables } from '../schema/tables.ts'
import { openRuns } from './claim-runs.ts'
import type { OpenRun } from './run-records.ts'

const BATCH = 200
/** Any number that is used for no other lock. */
const SWEEP_LOCK = 7_246_118

export interface TakeOverOptions {
  readonly limit?: number | undefined
  /** Leaves runs of processes without a recent heartbeat alone. */
  readonly onlyOwnerless?: boolean | undefined
  /** An owner whose last heartbeat is older than this is not alive. */
  readonly deadAfterMs: number
}

/**
 * Claims unfinished runs whose owner is not alive, oldest first, and returns what is needed to continue them. The new
 * epoch makes writes of the old owner void, should it still be writing.
 */
export async function takeOverRuns(
  database: Database,
  processId: string,
  options: TakeOverOptions,
): Promise<OpenRun[]> {
  const runs = await database.kysely.transaction().execute(async (transaction) => {
    // One sweep at a time among all processes.
    await sql`select pg_advisory_xact_lock(${sql.lit(SWEEP_LOCK)})`.execute(transaction)
    const { limit = BATCH, onlyOwnerless = false, deadAfterMs } = options
    const claimant = { processId, mayJudge: () => !onlyOwnerless }
    const ids = await ownerless(transaction, isAbandoned('run.owner_id', database.kind, claimant, deadAfterMs), limit)
    return ids.length === 0 ? [] : claim(transaction, processId, ids)
  })
  return openRuns(database.kysely, runs)
}

/**
 * Uses the small index of open runs. With an order, Postgres would rather read the whole history to find that there are
 * none.
 */
async function ownerless(
  transaction: Transaction<Tables>,
  isOrphaned: RawBuilder<boolean>,
  limit: number,
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    with orphan as materialized (
      select id from run
      where status in ('queued', 'running') and ${isOrphaned}
    )
    select id from orphan order by id limit ${limit}`.execute(transaction)
  return rows.map(({ id }) => id)
}

async function claim(
  transaction: Transaction<Tables>,
  processId: string,
  ids: readonly string[],
): Promise<Selectable<RunTable>[]> {
  return (
    transaction
      .updateTable('run')
      .set((run) => ({ ownerId: processId, epoch: run('epoch', '+', 1) }))
      // The owner may have ended the run in the meantime, if it is alive after all. What it is writing at this moment is
      // left to the next sweep: two statements that wait for each other's rows would be a deadlock.
      .where('id', 'in', (run) =>
        run
          .selectFrom('run')
          .select('id')
          .where('id', 'in', ids)
          .where('status', 'in', ['queued', 'running'])
          .forUpdate()
          .skipLocked(),
      )
      .returningAll()
      .execute()
  )
}
