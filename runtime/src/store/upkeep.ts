import { type Kysely, sql } from 'kysely'
import type { Database } from './database.ts'
import { ensurePartitions } from './partitions.ts'
import type { Tables } from './tables.ts'

/** So many rows are deleted per statement: on the embedded database everybody else waits for it. */
const BATCH = 1_000
/** Counts are asked for by the last 24 hours. */
const COUNTS_KEPT_MS = 48 * 3_600_000
/** An expired token stays in the list so long, for who wonders why a program was turned away. */
const TOKENS_KEPT_MS = 7 * 24 * 3_600_000

/** Tables in which rows change or go all the time; days of runs are dropped whole instead. */
const busyTables = ['dedupe_key', 'run_count', 'process']

/**
 * What has to be done every hour or so: partitions for the days ahead, and away with expired de-duplication keys,
 * old counts and tokens that expired a week ago. The embedded database has nobody else who vacuums.
 */
export async function runUpkeep(database: Database, now: Date): Promise<void> {
  const { kysely, kind } = database
  await ensurePartitions(kysely, now)
  while ((await deleteExpiredKeys(kysely, now)) === BATCH);
  await kysely
    .deleteFrom('runCount')
    .where('startedQuarter', '<', new Date(now.getTime() - COUNTS_KEPT_MS))
    .execute()
  await kysely
    .deleteFrom('apiToken')
    .where('expiresAt', '<', new Date(now.getTime() - TOKENS_KEPT_MS))
    .execute()
  if (kind !== 'pglite') return
  for (const table of busyTables) await sql`vacuum ${sql.id(table)}`.execute(kysely)
}

async function deleteExpiredKeys(kysely: Kysely<Tables>, now: Date): Promise<number> {
  const { rows } = await sql`
    delete from dedupe_key where (flow_id, credential, key) in (
      select flow_id, credential, key from dedupe_key where expires_at <= ${now} limit ${sql.lit(BATCH)})
    returning 1`.execute(kysely)
  return rows.length
}
