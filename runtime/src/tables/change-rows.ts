import { type TableColumn, tableLimits } from '@patchbay/shared/api'
import { AppError } from '@patchbay/shared/errors'
import type { Json } from '@patchbay/shared/json'
import { type Kysely, type RawBuilder, sql } from 'kysely'
import { asTaken } from '../store/as-taken.ts'
import { jsonText } from '../store/json-text.ts'
import type { Tables } from '../store/schema/tables.ts'
import { uuidv7 } from '../store/uuid.ts'
import type { ReadCells } from './read-cells.ts'
import type { RowRecord } from './rows.ts'
import { full, type LockedTable } from './table-repository.ts'

// What changes the rows of a table, inside the transaction that has locked it.

/**
 * Adds rows, in their order.
 * @throws AppError TABLE_FULL, ROW_EXISTS, INVALID_VALUE for a row without a key
 */
export async function insertRows(
  locked: LockedTable,
  rows: readonly ReadCells[],
  now: Date,
): Promise<readonly RowRecord[]> {
  const { transaction, table } = locked
  if (rows.length === 0) return []
  if (table.rowCount + rows.length > tableLimits.rows) {
    throw full(`"${table.name}" would have more than ${tableLimits.rows} rows. Remove some first.`)
  }
  const added = rows.map(({ cells, compared }) => ({
    id: uuidv7(now),
    key: keyOf(table, compared),
    cells,
    compared,
  }))
  await asTaken(
    sql`insert into data_row (table_id, id, key, cells, compared, modified_at)
      select ${table.id}, id, key, cells, compared, ${now}
      from jsonb_to_recordset(${jsonText(added)}::jsonb) as given (id uuid, key text, cells jsonb, compared jsonb)`.execute(
      transaction,
    ),
    (cause) => rowExists(table, cause),
  )
  await countMore(locked, rows.length)
  return added.map(({ id, cells }) => ({ id, cells, modifiedAt: now }))
}

export interface RowsChanged {
  readonly count: number
  /** The first of them. */
  readonly rows: readonly RowRecord[]
}

/** More rows than these are counted and not answered. */
const MOST_ANSWERED = 100

/**
 * Changes cells of all rows that fit the condition.
 * @throws AppError ROW_EXISTS, INVALID_VALUE for emptying a key
 */
export async function updateRows(
  { transaction, table }: LockedTable,
  condition: RawBuilder<boolean>,
  { cells, compared, emptied }: ReadCells,
  now: Date,
): Promise<RowsChanged> {
  const { keyColumn } = table
  const isKeyGiven = keyColumn !== null && (emptied.includes(keyColumn) || Object.hasOwn(compared, keyColumn))
  const key = isKeyGiven ? sql`${keyOf(table, compared)}::text` : sql`key`
  const gone = sql`${sql.val([...emptied])}::text[]`
  return asTaken(
    changed(
      transaction,
      sql`update data_row set key = ${key}, modified_at = ${now},
          cells = (cells || ${jsonText(cells)}::jsonb) - ${gone},
          compared = (compared || ${jsonText(compared)}::jsonb) - ${gone}
        where table_id = ${table.id} and ${condition} returning id, cells, modified_at`,
    ),
    (cause) => rowExists(table, cause),
  )
}

/** Removes all rows that fit the condition, and answers them as they were. */
export async function deleteRows(locked: LockedTable, condition: RawBuilder<boolean>): Promise<RowsChanged> {
  const { transaction, table } = locked
  const removed = await changed(
    transaction,
    sql`delete from data_row where table_id = ${table.id} and ${condition} returning id, cells, modified_at`,
  )
  await countMore(locked, -removed.count)
  return removed
}

/** Which of these keys rows of a table have. */
export async function knownKeys(
  kysely: Kysely<Tables>,
  tableId: string,
  keys: readonly string[],
): Promise<Set<string>> {
  const { rows } = await sql<{ key: string }>`
    select key from data_row where table_id = ${tableId} and key = any (${sql.val(keys)}::text[])`.execute(kysely)
  return new Set(rows.map(({ key }) => key))
}

/** Changes each row by its key: only cells that are given. */
export async function updateByKey(
  { transaction, table }: LockedTable,
  rows: readonly ReadCells[],
  now: Date,
): Promise<void> {
  if (rows.length === 0) return
  const given = rows.map(({ cells, compared, emptied }) => ({
    key: keyOf(table, compared),
    cells,
    compared,
    emptied,
  }))
  await sql`update data_row set modified_at = ${now},
      cells = (data_row.cells || given.cells) - given.emptied,
      compared = (data_row.compared || given.compared) - given.emptied
    from jsonb_to_recordset(${jsonText(given)}::jsonb)
      as given (key text, cells jsonb, compared jsonb, emptied text[])
    where data_row.table_id = ${table.id} and data_row.key = given.key`.execute(transaction)
}

/**
 * The key of a row with all these cells; null in a table without a key column.
 * @throws AppError INVALID_VALUE for an empty or a long one
 */
export function keyOf(
  { columns, keyColumn }: { readonly columns: readonly TableColumn[]; readonly keyColumn: string | null },
  compared: Readonly<Record<string, Json>>,
): string | null {
  if (keyColumn === null) return null
  const name = columns.find(({ id }) => id === keyColumn)?.name ?? keyColumn
  const value = Object.hasOwn(compared, keyColumn) ? compared[keyColumn] : undefined
  if (value === undefined) {
    throw new AppError('INVALID_VALUE', `${name}: Every row has a value here, because it is the key.`)
  }
  const key = String(value)
  if (key.length <= tableLimits.key) return key
  throw new AppError('INVALID_VALUE', `${name}: A key has at most ${tableLimits.key} characters.`)
}

async function changed(transaction: LockedTable['transaction'], change: RawBuilder<unknown>): Promise<RowsChanged> {
  const { rows } = await sql<RowRecord & { readonly count: number }>`
    with changed as (${change})
    select id, cells, modified_at, (select count(*)::integer from changed) as count
    from changed order by id limit ${sql.lit(MOST_ANSWERED)}`.execute(transaction)
  return { count: rows[0]?.count ?? 0, rows: rows.map(({ count: _count, ...row }) => row) }
}

async function countMore({ transaction, table }: LockedTable, more: number): Promise<void> {
  if (more === 0) return
  await sql`update data_table set row_count = row_count + ${more} where id = ${table.id}`.execute(transaction)
}

function rowExists({ columns, keyColumn }: LockedTable['table'], cause: unknown): AppError {
  const name = columns.find(({ id }) => id === keyColumn)?.name ?? 'the key'
  return new AppError('ROW_EXISTS', `Another row has the same value in ${name}, and no two rows may.`, { cause })
}
