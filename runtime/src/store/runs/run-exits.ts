import { sql } from 'kysely'
import type { Database } from '../database.ts'

/** Runs that have ended, and whose Flow Exit has not been started. Reads only a small index. */
export async function exitsToCall({ kysely }: Database, limit: number): Promise<readonly string[]> {
  const rows = await kysely
    .selectFrom('run')
    .select('id')
    .where(sql<boolean>`has_exit and finished_at is not null`)
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map(({ id }) => id)
}

export async function exitCalled({ kysely }: Database, runId: string): Promise<void> {
  await kysely.updateTable('run').set({ hasExit: false }).where('id', '=', runId).execute()
}
