import { type RawBuilder, type Selectable, sql, type Transaction } from 'kysely'
import type { Database } from '../database.ts'
import { hasRecentHeartbeat } from '../repositories/process-repository.ts'
import type { RunTable, Tables } from '../schema/tables.ts'
import { openRuns } from './claim-runs.ts'
import type { OpenRun } from './run-records.ts'

const BATCH = 200
/** Any number that nothing else locks by. */
const SWEEP_LOCK = 7_246_118

export interface TakeOverOptions {
  readonly limit?: number | undefined
  /** Leaves alone the runs of processes that are silent. */
  readonly onlyOwnerless?: boolean | undefined
  /** Owners whose last heartbeat is older are not alive. */
  readonly deadAfterMs: number
}

/**
 * Takes unfinished runs whose owner is not alive, oldest first, and answers what is needed to continue them. The
 * new epoch shuts the old owner out, should it still be writing.
 */
export async function takeOverRuns(
  database: Database,
  processId: string,
  options: TakeOverOptions,
): Promise<OpenRun[]> {
  const runs = await database.kysely.transaction().execute(async (transaction) => {
    // One sweep at a time, of all processes.
    await sql`select pg_advisory_xact_lock(${sql.lit(SWEEP_LOCK)})`.execute(transaction)
    const isOrphaned = orphaned(database.kind, options)
    const ids = await ownerless(transaction, processId, isOrphaned, options.limit ?? BATCH)
    return ids.length === 0 ? [] : claim(transaction, processId, ids)
  })
  return openRuns(database.kysely, runs)
}

/**
 * Through the small index of open runs: asked for in order, Postgres would rather walk the whole history to find
 * that there are none.
 */
async function ownerless(
  transaction: Transaction<Tables>,
  processId: string,
  isOrphaned: RawBuilder<boolean>,
  limit: number,
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    with orphan as materialized (
      select id from run
      where status in ('queued', 'running') and owner_id is distinct from ${processId} and ${isOrphaned}
    )
    select id from orphan order by id limit ${limit}`.execute(transaction)
  return rows.map(({ id }) => id)
}

/** One process at a time uses the embedded database, so every other owner is dead. */
function orphaned(kind: Database['kind'], { onlyOwnerless, deadAfterMs }: TakeOverOptions): RawBuilder<boolean> {
  if (kind === 'pglite') return sql<boolean>`true`
  if (onlyOwnerless === true) return sql<boolean>`not exists (select from process where process.id = run.owner_id)`
  return sql<boolean>`not exists (select from process where process.id = run.owner_id and ${hasRecentHeartbeat(deadAfterMs)})`
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
      .where('id', 'in', ids)
      // Its owner may have ended it in the meantime, if it lives after all.
      .where('status', 'in', ['queued', 'running'])
      .returningAll()
      .execute()
  )
}
