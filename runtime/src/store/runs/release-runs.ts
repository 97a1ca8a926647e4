import type { Database } from '../database.ts'

/** Releases queued runs of this process, so that any process may claim them. Returns those that were still queued. */
export async function releaseRuns(
  database: Database,
  processId: string,
  runIds: readonly string[],
): Promise<readonly string[]> {
  if (runIds.length === 0) return []
  const rows = await database.kysely
    .updateTable('run')
    .set({ ownerId: null })
    .where('id', 'in', runIds)
    .where('ownerId', '=', processId)
    .where('status', '=', 'queued')
    .returning('id')
    .execute()
  return rows.map(({ id }) => id)
}
