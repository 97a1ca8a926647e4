import type { Page, TableColumn } from '@patchbay/shared/api'
import type { JsonObject } from '@patchbay/shared/json'
import { type Kysely, type RawBuilder, sql } from 'kysely'
import { idCursor, toPage, wrongCursor } from '../store/paging.ts'
import type { Tables } from '../store/schema/tables.ts'
import { columnOf } from './read-cells.ts'
import type { TableRecord } from './table-repository.ts'

/** A row as it is stored. */
export interface RowRecord {
  readonly id: string
  /** By ids of columns; an empty cell is left out. */
  readonly cells: JsonObject
  readonly modifiedAt: Date
}

export interface RowList {
  readonly condition: RawBuilder<boolean>
  readonly sort?: { readonly column: string; readonly direction: 'up' | 'down' }
  readonly limit: number
  readonly after?: string
}

/**
 * One page of the rows that fit a condition.
 * @throws AppError INVALID_VALUE for no column of the table, BAD_REQUEST for a cursor of no list
 */
export async function listRows(
  kysely: Kysely<Tables>,
  { id: tableId, columns }: Pick<TableRecord, 'id' | 'columns'>,
  { condition, sort, limit, after }: RowList,
): Promise<Page<RowRecord>> {
  const order = sort && orderOf(columnOf(columns, sort.column), sort.direction)
  const position = after === undefined ? sql`` : sql`and ${behind(readCursor(after), order)}`
  const direction = sql.raw(order?.direction === 'down' ? 'desc' : 'asc')
  const orderBy = order === undefined ? sql`id` : sql`${order.by} ${direction} nulls last, id`
  const { rows } = await sql<RowRecord & { readonly place: string | null }>`
    select id, cells, modified_at, ${order?.by ?? sql`null`}::text as place from data_row
    where table_id = ${tableId} and ${condition} ${position}
    order by ${orderBy} limit ${limit + 1}`.execute(kysely)
  return toPage(rows, limit, ({ id, place }) => cursorText({ id, place }))
}

export async function countRows(
  kysely: Kysely<Tables>,
  tableId: string,
  condition: RawBuilder<boolean>,
): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::integer as count from data_row where table_id = ${tableId} and ${condition}`.execute(kysely)
  return rows[0]?.count ?? 0
}

/** A row as flows see it: with a member for every column, null where the cell is empty. */
export function rowValue(columns: readonly TableColumn[], cells: JsonObject): JsonObject {
  return Object.fromEntries(columns.map(({ id }) => [id, Object.hasOwn(cells, id) ? (cells[id] ?? null) : null]))
}

/** More characters than people look at. A cursor holds them, and is short. */
const SORTED_CHARACTERS = 80

/** Numbers are in order of their size, all else in order of its first characters. */
function orderOf(column: TableColumn, direction: 'up' | 'down'): Order {
  const id = sql.val(column.id)
  const by =
    column.type === 'number'
      ? sql`(compared -> ${id}::text)::numeric`
      : sql`(left(compared ->> ${id}::text, ${sql.lit(SORTED_CHARACTERS)}) collate "C")`
  return { by, type: column.type === 'number' ? 'numeric' : 'text', direction }
}

interface Order {
  readonly by: RawBuilder<unknown>
  /** Of `by`, in SQL. */
  readonly type: 'numeric' | 'text'
  readonly direction: 'up' | 'down'
}

interface Cursor {
  readonly id: string
  /** The value by which the row is sorted, as text. Null for an empty cell. */
  readonly place: string | null
}

/** Rows behind the one that the cursor names. Empty cells are behind all others, and among equal ones ids decide. */
function behind({ id, place }: Cursor, order: Order | undefined): RawBuilder<unknown> {
  const isLater = sql`id > ${id}::uuid`
  if (order === undefined) return isLater
  const { by, type, direction } = order
  if (place === null) return sql`(${by} is null and ${isLater})`
  if (type === 'numeric' && !NUMBER.test(place)) throw wrongCursor()
  const value = sql`${place}::${sql.raw(type)}`
  const beyond = sql.raw(direction === 'down' ? '<' : '>')
  return sql`(${by} ${beyond} ${value} or (${by} = ${value} and ${isLater}) or ${by} is null)`
}

const NUMBER = /^-?\d{1,60}(?:\.\d{1,60})?$/

function cursorText({ id, place }: Cursor): string {
  return place === null ? id : `${id}_${Buffer.from(place).toString('base64url')}`
}

/** @throws AppError BAD_REQUEST when this is not a cursor of `cursorText` */
function readCursor(after: string): Cursor {
  const [id = '', place] = after.split('_', 2)
  return { id: idCursor(id), place: place === undefined ? null : Buffer.from(place, 'base64url').toString() }
}
