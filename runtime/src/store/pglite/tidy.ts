import { join } from 'node:path'
import { type Kysely, sql } from 'kysely'
import type { Tables } from '../schema/tables.ts'
import { syncFiles } from './sync-files.ts'

/** Without checkpoints the log grows for ever: nobody makes them but us. */
const CHECKPOINT_AFTER_BYTES = 32 * 1024 * 1024
/** Pages of 8 kB that are looked through in well under 50 ms. */
const PAGES_AT_ANY_TIME = 1_000
/** Past this age of its oldest row a table is vacuumed whatever it costs: at two billion the database stops. */
const OLDEST_AGE = 1_000_000_000
/** A tenth of the usual sample: planners need no better, and the whole database waits meanwhile. */
const STATISTICS_TARGET = 10

export interface TidyOptions {
  readonly kysely: Kysely<Tables>
  /** Folder of the database's files; undefined for one in memory. */
  readonly files: string | undefined
  /** Whether nobody would notice a statement that takes a moment. */
  isQuiet(): boolean
  /** While true, no checkpoint is made: a back-up needs the log as it is. */
  isLogKept?(): boolean
  readonly signal?: AbortSignal
}

/**
 * What a Postgres server does in the background and the embedded one does not: checkpoints, vacuum and statistics.
 * One table, and one day of runs, at a time. A large table is not vacuumed, which takes seconds, until the age of
 * its rows demands it: the days of runs are dropped before. Its statistics wait for a quiet moment.
 */
export async function tidyEmbedded(options: TidyOptions): Promise<void> {
  if (options.isLogKept?.() !== true) await checkpointIfDue(options)
  for (const table of await untidyTables(options.kysely)) {
    if (options.signal?.aborted === true) return
    const isSmall = table.pagesToRead <= PAGES_AT_ANY_TIME
    if (table.isOld || (table.needsVacuum && isSmall)) await vacuum(options.kysely, table)
    const isShort = table.pages <= PAGES_AT_ANY_TIME
    if (table.needsAnalyze && (isShort || options.isQuiet())) await analyze(options.kysely, table)
  }
}

async function checkpointIfDue({ kysely, files, isLogKept }: TidyOptions): Promise<void> {
  const { rows } = await sql<{ bytes: number }>`
    select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), redo_lsn)::float8 as bytes
    from pg_control_checkpoint()`.execute(kysely)
  if ((rows[0]?.bytes ?? 0) < CHECKPOINT_AFTER_BYTES) return
  // What is on disk already need not be waited for while the database stands still.
  if (files !== undefined) await syncFiles(join(files, 'base'))
  if (isLogKept?.() !== true) await sql`checkpoint`.execute(kysely)
}

interface UntidyTable {
  readonly schema: string
  readonly name: string
  readonly pages: number
  /** Pages that changed since the last vacuum. */
  readonly pagesToRead: number
  readonly needsVacuum: boolean
  readonly needsAnalyze: boolean
  readonly isOld: boolean
}

/** The thresholds are those of autovacuum. */
async function untidyTables(kysely: Kysely<Tables>): Promise<readonly UntidyTable[]> {
  const { rows } = await sql<UntidyTable>`
    with known as (
      select stat.schemaname, stat.relname, age(relfrozenxid) > ${sql.lit(OLDEST_AGE)} as is_old,
        pg_relation_size(class.oid) / 8192 as pages, relallvisible, greatest(reltuples, 0) as tuples,
        n_dead_tup, n_ins_since_vacuum, n_mod_since_analyze
      from pg_stat_user_tables as stat join pg_class as class on class.oid = stat.relid where relkind = 'r'
    )
    select * from (
      select schemaname as schema, relname as name, pages::integer as pages, is_old,
        greatest(pages - relallvisible, 0)::integer as pages_to_read,
        n_dead_tup > 50 + 0.2 * tuples or n_ins_since_vacuum > 1000 + 0.2 * tuples as needs_vacuum,
        n_mod_since_analyze > 50 + 0.1 * tuples as needs_analyze
      from known
    ) as judged where needs_vacuum or needs_analyze or is_old order by pages`.execute(kysely)
  return rows
}

/** Giving pages back at the end of a file would read it backwards; days of runs are dropped anyway. */
async function vacuum(kysely: Kysely<Tables>, { schema, name }: UntidyTable): Promise<void> {
  await sql`vacuum (truncate off) ${sql.table(`${schema}.${name}`)}`.execute(kysely)
}

async function analyze(kysely: Kysely<Tables>, { schema, name }: UntidyTable): Promise<void> {
  await kysely.connection().execute(async (connection) => {
    await sql`set default_statistics_target = ${sql.lit(STATISTICS_TARGET)}`.execute(connection)
    try {
      await sql`analyze ${sql.table(`${schema}.${name}`)}`.execute(connection)
    } finally {
      await sql`reset default_statistics_target`.execute(connection)
    }
  })
}
