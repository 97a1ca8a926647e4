import { type Kysely, sql } from 'kysely'
import type { Database } from '../database.ts'
import type { Tables } from '../schema/tables.ts'
import { lowestId } from '../uuid.ts'
import { type DayPartitions, DEFAULT_PARTITIONS, dayOfPartition, dayPartitions, partitionsOf } from './partitions.ts'

/** A day with more open runs than this keeps its tables. Its finished runs are deleted instead. */
const MOST_MOVED = 1_000
/** Runs deleted per statement, with their steps: on the embedded database every other statement waits. */
const RUNS_AT_ONCE = 50
const MESSAGES_AT_ONCE = 500
/** A file has up to 32 rows, each with half a MiB beside it. */
const FILES_AT_ONCE = 16
/** Dropping a day locks the tables of all runs for a moment. Behind a long reader it gives up and tries again later. */
const LOCK_TIMEOUT = '200ms'
const LOCK_TRIES = 3

const openStatuses = sql.raw(`('queued', 'running', 'waiting')`)

/**
 * Removes the runs, messages and files of all days that end before `before`, by the time they were accepted. A day is dropped
 * as a whole. Its few open runs are first moved to the default partition, where they are deleted once they have ended.
 * Otherwise open runs are never touched.
 */
export async function removeOldRuns(database: Database, before: Date, signal?: AbortSignal): Promise<void> {
  const { kysely } = database
  for (const day of await dayPartitions(kysely)) {
    if (signal?.aborted === true) return
    if (day >= dayOfPartition(before)) continue
    const outcome = await dropDay(kysely, day)
    // A reader that locks this day, such as a back-up, usually locks the others, too.
    if (outcome === 'locked') break
    if (outcome === 'in use') await deleteRows(kysely, partitionsOf(day), before, signal)
  }
  await deleteRows(kysely, DEFAULT_PARTITIONS, before, signal)
}

/** `in use`: too many runs of the day are open. */
async function dropDay(kysely: Kysely<Tables>, day: number): Promise<'dropped' | 'in use' | 'locked'> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await kysely.transaction().execute(async (transaction) => {
        await sql`set local lock_timeout = ${sql.lit(LOCK_TIMEOUT)}`.execute(transaction)
        return (await detachAndDrop(transaction, partitionsOf(day))) ? 'dropped' : 'in use'
      })
    } catch (error) {
      if (!isLockTimeout(error)) throw error
      if (tries === LOCK_TRIES) return 'locked'
    }
  }
}

/** Returns false when too many runs of the day are open. */
async function detachAndDrop(transaction: Kysely<Tables>, names: DayPartitions): Promise<boolean> {
  const [run, step, message] = [sql.table(names.run), sql.table(names.step), sql.table(names.message)]
  const mediaPart = sql.table(names.mediaPart)
  await sql`lock table only run, only run_step, only message, only media_part in access exclusive mode`.execute(
    transaction,
  )
  const { rows } = await sql<{ count: number }>`
    select count(*)::integer as count from (
      select from ${run} where status in ${openStatuses} limit ${sql.lit(MOST_MOVED + 1)}) as open`.execute(transaction)
  const open = rows[0]?.count ?? 0
  if (open > MOST_MOVED) return false
  await sql`alter table run detach partition ${run}`.execute(transaction)
  await sql`alter table run_step detach partition ${step}`.execute(transaction)
  await sql`alter table message detach partition ${message}`.execute(transaction)
  await sql`alter table media_part detach partition ${mediaPart}`.execute(transaction)
  if (open > 0) {
    await sql`insert into run select * from ${run} where status in ${openStatuses}`.execute(transaction)
    await sql`insert into run_step select * from ${step} where run_id in (
      select id from ${run} where status in ${openStatuses})`.execute(transaction)
  }
  await sql`drop table ${run}, ${step}, ${message}, ${mediaPart}`.execute(transaction)
  return true
}

/** Deletes messages, files and finished runs from before this time, a few at a time. */
async function deleteRows(
  kysely: Kysely<Tables>,
  names: DayPartitions,
  before: Date,
  signal?: AbortSignal,
): Promise<void> {
  await deleteBefore(kysely, { table: names.message, id: 'id', atOnce: MESSAGES_AT_ONCE }, before, signal)
  await deleteBefore(kysely, { table: names.mediaPart, id: 'media_id', atOnce: FILES_AT_ONCE }, before, signal)
  await deleteFinished(kysely, names, before, signal)
}

interface OldRows {
  readonly table: string
  /** The column with the id that holds the time. */
  readonly id: string
  /** Ids per statement. */
  readonly atOnce: number
}

async function deleteBefore(kysely: Kysely<Tables>, rows: OldRows, before: Date, signal?: AbortSignal): Promise<void> {
  const [table, id] = [sql.table(rows.table), sql.ref(rows.id)]
  while (signal?.aborted !== true) {
    const { numAffectedRows = 0n } = await sql`
      delete from ${table} where ${id} = any (array(
        select distinct ${id} from ${table} where ${id} < ${lowestId(before)} order by ${id}
        limit ${sql.lit(rows.atOnce)}))`.execute(kysely)
    if (numAffectedRows < rows.atOnce) return
  }
}

async function deleteFinished(
  kysely: Kysely<Tables>,
  names: DayPartitions,
  before: Date,
  signal?: AbortSignal,
): Promise<void> {
  const [run, step] = [sql.table(names.run), sql.table(names.step)]
  // Continues where the last batch ended: deleted rows stay in the index until it is vacuumed.
  let after = lowestId(new Date(0))
  while (signal?.aborted !== true) {
    const { rows } = await sql<{ id: string }>`
      with old as (
        select id from ${run} where id > ${after} and id < ${lowestId(before)} and status not in ${openStatuses}
        order by id limit ${sql.lit(RUNS_AT_ONCE)}
      ), steps as (delete from ${step} where run_id = any (array(select id from old)))
      delete from ${run} where id = any (array(select id from old)) returning id`.execute(kysely)
    const last = rows
      .map(({ id }) => id)
      .sort()
      .at(-1)
    if (last === undefined) return
    after = last
  }
}

function isLockTimeout(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '55P03'
}
