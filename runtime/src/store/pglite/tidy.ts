import { join } from 'node:path'
import { type Kysely, sql } from 'kysely'
import type { Tables } from '../schema/tables.ts'
import { syncFiles } from './sync-files.ts'

/** The embedded database makes no checkpoints by itself, and without them the log grows for ever. */
const CHECKPOINT_AFTER_BYTES = 32 * 1024 * 1024
/** Number of 8 kB pages that can be read in well under 50 ms. */
const PAGES_AT_ANY_TIME = 1_000
/**
 * When the oldest row of a table reaches this age, the table is vacuumed at any cost: at two billion the database
 * stops.
 */
const OLDEST_AGE = 1_000_000_000
/** A tenth of the usual sample. It suffices for the planner, and the whole database waits while it is taken. */
const STATISTICS_TARGET = 10

export interface TidyOptions {
  readonly kysely: Kysely<Tables>
  /** Folder of the database's files. Undefined for one in memory. */
  readonly files: string | undefined
  /** Whether a statement may take a moment without a caller noticing it. */
  isQuiet(): boolean
  /** While it returns true, no checkpoint is made, because a back-up needs the whole log. */
  isLogKept?(): boolean
  readonly signal?: AbortSignal
}

/**
 * Does what a Postgres server does in the background and the embedded one does not: checkpoints, vacuum and statistics.
 * One table, and one day of runs, at a time. Vacuuming a large table takes seconds, so it waits until the age of its
 * rows demands it: days of runs are dropped before. Statistics of a large table wait for a quiet moment.
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
  // What is on the disk already does not prolong the checkpoint, during which the database stands still.
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

/** Tables that exceed the thresholds of autovacuum. */
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

/** Does not truncate the file, which would read it backwards. Days of runs are dropped anyway. */
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
