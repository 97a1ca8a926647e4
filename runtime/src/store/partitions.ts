import { type Kysely, sql } from 'kysely'
import type { Tables } from './tables.ts'
import { lowestId } from './uuid.ts'

const DAY_MS = 86_400_000
const DAYS_AHEAD = 7
/** Making a partition locks its table for a moment; behind a long reader we rather try again next time. */
const LOCK_TIMEOUT = '2s'

const partitionedTables = { run: 'id', run_step: 'run_id' } as const
type PartitionedTable = keyof typeof partitionedTables

/**
 * Makes the partitions of `now`'s day and of seven days ahead, where they are missing. What arrived for such a
 * day in the default partition before is moved into the new one.
 */
export async function ensurePartitions(kysely: Kysely<Tables>, now: Date): Promise<void> {
  const today = Math.floor(now.getTime() / DAY_MS)
  const existing = await partitionNames(kysely)
  for (let day = today; day <= today + DAYS_AHEAD; day += 1) {
    for (const table of tableNames) {
      if (!existing.has(partitionName(table, day))) await createPartition(kysely, table, day)
    }
  }
}

/** Name of the partition that holds this time's rows. */
export function partitionOf(table: PartitionedTable, time: Date): string {
  return partitionName(table, Math.floor(time.getTime() / DAY_MS))
}

const tableNames: readonly PartitionedTable[] = ['run', 'run_step']

function partitionName(table: PartitionedTable, day: number): string {
  return `${table}_${new Date(day * DAY_MS).toISOString().slice(0, 10).replaceAll('-', '')}`
}

async function partitionNames(kysely: Kysely<Tables>): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ name: string }>`
    select child.relname as name
    from pg_inherits
    join pg_class child on child.oid = inhrelid
    where inhparent in ('run'::regclass, 'run_step'::regclass)`.execute(kysely)
  return new Set(rows.map(({ name }) => name))
}

async function createPartition(kysely: Kysely<Tables>, table: PartitionedTable, day: number): Promise<void> {
  const name = sql.id(partitionName(table, day))
  const parent = sql.id(table)
  const spare = sql.id(`${table}_default`)
  const key = sql.id(partitionedTables[table])
  const from = sql.lit(lowestId(new Date(day * DAY_MS)))
  const to = sql.lit(lowestId(new Date((day + 1) * DAY_MS)))
  await kysely
    .withoutPlugins()
    .transaction()
    .execute(async (transaction) => {
      await sql`set local lock_timeout = ${sql.lit(LOCK_TIMEOUT)}`.execute(transaction)
      // One node at a time; who comes second finds it made.
      await sql`lock table ${spare} in access exclusive mode`.execute(transaction)
      const { rows } = await sql<{ made: string | null }>`
        select to_regclass(${partitionName(table, day)})::text as made`.execute(transaction)
      if (rows[0]?.made !== null) return
      // Run rows change a few times each: room in their page keeps those changes out of the indexes.
      await sql`create table ${name} (like ${parent} including defaults including constraints)
        with (fillfactor = 80)`.execute(transaction)
      await sql`with moved as (delete from ${spare} where ${key} >= ${from} and ${key} < ${to} returning *)
        insert into ${name} select * from moved`.execute(transaction)
      await sql`alter table ${parent} attach partition ${name} for values from (${from}) to (${to})`.execute(
        transaction,
      )
    })
}
