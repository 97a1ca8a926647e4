import { type Kysely, sql } from 'kysely'
import type { Tables } from '../schema/tables.ts'
import { partitionOf } from './partitions.ts'

/** Less is not worth a lock. */
const LEAST_BYTES = 1024 * 1024
/** Behind a long reader, such as a back-up, it gives up and tries again next time. */
const LOCK_TIMEOUT = '200ms'

/**
 * Gives back the disk of past days whose files were all dropped to make room: new files go to the day of today, so deleted
 * rows of other days would keep their place until the day is over its retention.
 */
export async function emptyMediaDays(kysely: Kysely<Tables>, now: Date): Promise<void> {
  const { rows } = await sql<{ name: string }>`
    select child.relname as name from pg_inherits join pg_class as child on child.oid = inhrelid
    where inhparent = 'media_part'::regclass and child.relname < ${partitionOf('media_part', now)}
      and pg_total_relation_size(child.oid) > ${sql.lit(LEAST_BYTES)}`.execute(kysely)
  for (const { name } of rows) await truncateIfEmpty(kysely, name)
}

async function truncateIfEmpty(kysely: Kysely<Tables>, name: string): Promise<void> {
  try {
    await kysely.transaction().execute(async (transaction) => {
      await sql`set local lock_timeout = ${sql.lit(LOCK_TIMEOUT)}`.execute(transaction)
      // Before it looks, because a file of that day may arrive late.
      await sql`lock table ${sql.table(name)} in access exclusive mode`.execute(transaction)
      const { rows } = await sql`select from ${sql.table(name)} limit 1`.execute(transaction)
      if (rows.length === 0) await sql`truncate ${sql.table(name)}`.execute(transaction)
    })
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === '55P03')) throw error
  }
}
