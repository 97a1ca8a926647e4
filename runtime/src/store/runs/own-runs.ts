import { sql } from 'kysely'
import type { Database } from '../database.ts'
import { jsonText } from '../json-text.ts'
import { openRuns } from './claim-runs.ts'
import type { OpenRun, OwnRun } from './run-records.ts'

/** Unfinished runs that, by the database, this process executes or has in its queue. */
export async function ownRuns({ kysely }: Database, processId: string): Promise<OwnRun[]> {
  return kysely
    .selectFrom('run')
    .select(['id', 'epoch'])
    .where('status', 'in', ['queued', 'running'])
    .where('ownerId', '=', processId)
    .execute()
}

/** Reclaims runs that belong to this process and have these epochs. The new epoch voids its earlier writes. */
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

/** Number of runs that are queued on any node, counted up to a limit. */
export async function countQueued({ kysely }: Database, limit: number): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::integer as count
    from (select from run where status = 'queued' limit ${limit}) as waiting`.execute(kysely)
  return rows[0]?.count ?? 0
}
