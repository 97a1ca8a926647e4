import { sql } from 'kysely'
import type { Database } from '../database.ts'
import { jsonText } from '../json-text.ts'
import { openRuns } from './claim-runs.ts'
import type { OpenRun, OwnRun } from './run-records.ts'

/** Unfinished runs of which the database says that this process works on them, or has them in its queue. */
export async function ownRuns({ kysely }: Database, processId: string): Promise<OwnRun[]> {
  return kysely
    .selectFrom('run')
    .select(['id', 'epoch'])
    .where('status', 'in', ['queued', 'running'])
    .where('ownerId', '=', processId)
    .execute()
}

/** Takes runs again that are this process's and have these epochs; the new epoch shuts out what it did before. */
export async function reclaimRuns(
  database: Database,
  processId: string,
  runs: readonly OwnRun[],
): Promise<readonly OpenRun[]> {
  if (runs.length === 0) return []
  const lost = sql<boolean>`(id, epoch) in (
    select id, epoch from json_to_recordset(${jsonText(runs)}::json) as lost (id uuid, epoch integer))`
  const rows = await database.kysely
    .updateTable('run')
    .set((run) => ({ epoch: run('epoch', '+', 1) }))
    .where('ownerId', '=', processId)
    .where('status', 'in', ['queued', 'running'])
    .where(
      'id',
      'in',
      runs.map(({ id }) => id),
    )
    .where(lost)
    .returningAll()
    .execute()
  return openRuns(database.kysely, rows)
}

/** Runs that wait for a free place on whatever node, counted up to a limit. */
export async function countQueued({ kysely }: Database, limit: number): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::integer as count
    from (select from run where status = 'queued' limit ${limit}) as waiting`.execute(kysely)
  return rows[0]?.count ?? 0
}
