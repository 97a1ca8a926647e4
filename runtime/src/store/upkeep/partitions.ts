import { DAY_MS } from '@patchbay/shared/time'
import { type Kysely, sql, type Transaction } from 'kysely'
import type { Tables } from '../schema/tables.ts'
import { lowestId } from '../uuid.ts'

const DAYS_AHEAD = 7
/** Creating a partition locks its table for a moment. Behind a long reader it gives up and tries again next time. */
const LOCK_TIMEOUT = '2s'

const partitionedTables = { run: 'id', run_step: 'run_id', message: 'id', media_part: 'media_id' } as const
type PartitionedTable = keyof typeof partitionedTables

/**
 * Creates the missing partitions of `now`'s day and of the seven days that follow. Rows of such a day in the default
 * partition are moved into the new one.
 */
export async function ensurePartitions(kysely: Kysely<Tables>, now: Date): Promise<void> {
  const today = dayOfPartition(now)
  const existing = await partitionNames(kysely)
  const ahead = Array.from({ length: DAYS_AHEAD + 1 }, (_, days) => today + days)
  // Every table has the same days, also one that was partitioned later than the others.
  const days = new Set([...daysOf(existing), ...ahead])
  for (const table of tableNames) {
    const missing = [...days].filter((day) => !existing.has(partitionName(table, day)))
    if (missing.length > 0) await createPartitions(kysely, table, missing)
  }
}

/** Name of the partition that stores rows of this time. */
export function partitionOf(table: PartitionedTable, time: Date): string {
  return partitionName(table, dayOfPartition(time))
}

/** Days that have partitions of their own, counted from 1970, oldest first. */
export async function dayPartitions(kysely: Kysely<Tables>): Promise<readonly number[]> {
  return daysOf(await partitionNames(kysely))
}

function daysOf(names: ReadonlySet<string>): readonly number[] {
  const days = [...names].flatMap((name) => {
    const [, year, month, day] = /^run_(\d{4})(\d{2})(\d{2})$/.exec(name) ?? []
    return day === undefined ? [] : [Date.UTC(Number(year), Number(month) - 1, Number(day)) / DAY_MS]
  })
  return days.sort((a, b) => a - b)
}

/** The day whose partition stores rows of this time. */
export function dayOfPartition(time: Date): number {
  return Math.floor(time.getTime() / DAY_MS)
}

/** The partitions of a day. */
export function partitionsOf(day: number): DayPartitions {
  if (last.day !== day) {
    const [run, step] = [partitionName('run', day), partitionName('run_step', day)]
    last = { day, run, step, message: partitionName('message', day), mediaPart: partitionName('media_part', day) }
  }
  return last
}

export interface DayPartitions {
  readonly run: string
  readonly step: string
  readonly message: string
  readonly mediaPart: string
}

/** Cached, because every flush asks for it, nearly always for the same day. */
let last: DayPartitions & { readonly day: number } = { day: Number.NaN, run: '', step: '', message: '', mediaPart: '' }

/** The partitions for rows of days that have none of their own. */
export const DEFAULT_PARTITIONS = {
  run: 'run_default',
  step: 'run_step_default',
  message: 'message_default',
  mediaPart: 'media_part_default',
} as const

/**
 * Percent of a page that is filled. A row of `run` changes a few times: free space in its page keeps these changes out
 * of the indexes. Steps never change.
 */
const fillFactors: Readonly<Record<PartitionedTable, number>> = {
  run: 80,
  run_step: 100,
  message: 100,
  media_part: 100,
}

const tableNames: readonly PartitionedTable[] = ['run', 'run_step', 'message', 'media_part']

function partitionName(table: PartitionedTable, day: number): string {
  return `${table}_${new Date(day * DAY_MS).toISOString().slice(0, 10).replaceAll('-', '')}`
}

async function partitionNames<Schema>(kysely: Kysely<Schema>): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ name: string }>`
    select child.relname as name
    from pg_inherits
    join pg_class child on child.oid = inhrelid
    where inhparent in ('run'::regclass, 'run_step'::regclass, 'message'::regclass, 'media_part'::regclass)`.execute(
    kysely,
  )
  return new Set(rows.map(({ name }) => name))
}

async function createPartitions(
  kysely: Kysely<Tables>,
  table: PartitionedTable,
  days: readonly number[],
): Promise<void> {
  await kysely
    .withoutPlugins()
    .transaction()
    .execute(async (transaction) => {
      await sql`set local lock_timeout = ${sql.lit(LOCK_TIMEOUT)}`.execute(transaction)
      // One node at a time. A second one finds the partition when it gets the lock.
      await sql`lock table ${sql.id(`${table}_default`)} in access exclusive mode`.execute(transaction)
      const existing = await partitionNames(transaction)
      for (const day of days) {
        if (!existing.has(partitionName(table, day))) await createPartition(transaction, table, day)
      }
    })
}

async function createPartition<Schema>(
  transaction: Transaction<Schema>,
  table: PartitionedTable,
  day: number,
): Promise<void> {
  const name = sql.id(partitionName(table, day))
  const parent = sql.id(table)
  const spare = sql.id(`${table}_default`)
  const key = sql.id(partitionedTables[table])
  const from = sql.lit(lowestId(new Date(day * DAY_MS)))
  const to = sql.lit(lowestId(new Date((day + 1) * DAY_MS)))
  await sql`create table ${name} (like ${parent} including defaults including constraints including storage)
    with (fillfactor = ${sql.lit(fillFactors[table])})`.execute(transaction)
  await sql`with moved as (delete from ${spare} where ${key} >= ${from} and ${key} < ${to} returning *)
    insert into ${name} select * from moved`.execute(transaction)
  await sql`alter table ${parent} attach partition ${name} for values from (${from}) to (${to})`.execute(transaction)
}
