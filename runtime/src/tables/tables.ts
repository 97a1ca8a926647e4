import {
  type AddColumn,
  type ChangeColumn,
  type ChangeTable,
  type CreateTable,
  isUuid,
  type Page,
  type RowOperator,
  type SetRow,
  type TableColumn,
  type TableImport,
  type TableResource,
  type TableRow,
  tableLimits,
} from '@patchbay/shared/api'
import { AppError } from '@patchbay/shared/errors'
import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { RowTest } from '../kit/tables.ts'
import type { Tables as Schema } from '../store/schema/tables.ts'
import { deleteRows, insertRows, updateRows } from './change-rows.ts'
import { exportCsv } from './csv-export.ts'
import { type CsvImport, importCsv } from './csv-import.ts'
import { idOfName } from './new-id.ts'
import { columnOf, readCells } from './read-cells.ts'
import { rowCondition, searchCondition } from './row-condition.ts'
import { listRows, type RowRecord } from './rows.ts'
import { changeTable, full, type LockedTable, type TableRecord, type TableRepository } from './table-repository.ts'

export interface RowsAsked {
  readonly search?: string | undefined
  readonly column?: string | undefined
  readonly operator?: RowOperator | undefined
  readonly value?: string | undefined
  readonly upTo?: string | undefined
  readonly sort?: string | undefined
  readonly direction?: 'up' | 'down' | undefined
}

interface PageAsked {
  readonly limit: number
  readonly after?: string
}

/** Tables of people's own data, as people see and change them. All throw AppError TABLE_NOT_FOUND, INVALID_INPUT and INVALID_VALUE. */
export interface Tables {
  list(page: PageAsked): Promise<Page<TableResource>>
  get(table: string): Promise<TableResource>
  /** @throws AppError TABLE_EXISTS, TABLE_FULL */
  create(given: CreateTable, by: string): Promise<TableResource>
  /** @throws AppError TABLE_EXISTS, ROW_EXISTS when two rows have the same value in a new key column */
  change(table: string, change: ChangeTable, by: string): Promise<TableResource>
  /** @throws AppError TABLE_IN_USE */
  remove(table: string): Promise<void>
  /** @throws AppError TABLE_FULL */
  addColumn(table: string, column: AddColumn, by: string): Promise<TableResource>
  changeColumn(table: string, column: string, change: ChangeColumn, by: string): Promise<TableResource>
  /** @throws AppError TABLE_IN_USE */
  removeColumn(table: string, column: string, by: string): Promise<TableResource>
  rows(table: string, asked: RowsAsked, page: PageAsked): Promise<Page<TableRow>>
  /** @throws AppError ROW_EXISTS, TABLE_FULL */
  addRow(table: string, row: SetRow): Promise<TableRow>
  /** @throws AppError ROW_NOT_FOUND, ROW_EXISTS */
  changeRow(table: string, row: string, change: SetRow): Promise<TableRow>
  /** @throws AppError ROW_NOT_FOUND */
  removeRow(table: string, row: string): Promise<void>
  /** @throws AppError TABLE_FULL */
  import(table: string, given: CsvImport): Promise<TableImport>
  /** All rows as CSV. */
  csv(table: string): Promise<AsyncIterable<Buffer>>
}

export interface TablesOptions {
  readonly kysely: Kysely<Schema>
  readonly tables: TableRepository
  /** Names of the live flows that use a table, or a column of it. */
  readonly flowsUsing: (table: string, column?: string) => Promise<readonly string[]>
  readonly now: () => Date
}

/** Rows that an export reads at once. */
const EXPORT_PAGE = 500

export function createTables({ kysely, tables, flowsUsing, now }: TablesOptions): Tables {
  const changedBy = (modifiedBy: string) => ({ modifiedAt: now(), modifiedBy })
  const inColumns = (id: string, by: string, change: (table: TableRecord) => Partial<TableRecord>) =>
    tables.locked(id, async (locked) => toResource(await changeTable(locked, change(locked.table), changedBy(by))))

  async function requireUnused(table: string, column?: string): Promise<void> {
    const [flow] = await flowsUsing(table, column)
    if (flow === undefined) return
    const what = column === undefined ? 'the table' : 'this column'
    throw new AppError('TABLE_IN_USE', `The live flow "${flow}" uses ${what}. Take it out there first.`)
  }

  return {
    async list(page) {
      const { items, next } = await tables.list(page)
      return { items: items.map(toResource), next }
    },
    get: async (id) => toResource(await tables.get(id)),
    async create(given, by) {
      const columns = given.columns.reduce<readonly TableColumn[]>(withColumn, [])
      const id = given.id ?? idOfName(given.name, await idsInUse(tables), 'table')
      const keyColumn = given.keyColumn === undefined ? null : keyColumnOf(columns, given.keyColumn)
      const at = now()
      const made = { id, name: given.name.trim(), columns, keyColumn, createdAt: at, modifiedAt: at, modifiedBy: by }
      if (made.name === '') throw invalid('name', 'The name is empty.')
      await tables.create(made)
      return toResource({ ...made, rowCount: 0 })
    },
    change: (id, { name, keyColumn }, by) =>
      tables.locked(id, async (locked) => {
        const newName = name === undefined ? {} : { name: name.trim() }
        if (newName.name === '') throw invalid('name', 'The name is empty.')
        const key = keyColumn === undefined ? {} : { keyColumn: await chooseKey(locked, keyColumn) }
        return toResource(await changeTable(locked, { ...newName, ...key }, changedBy(by)))
      }),
    async remove(id) {
      await tables.get(id)
      await requireUnused(id)
      await tables.remove(id)
    },
    addColumn: (id, column, by) => inColumns(id, by, ({ columns }) => ({ columns: withColumn(columns, column) })),
    changeColumn: (id, column, { name }, by) =>
      inColumns(id, by, ({ columns }) => {
        const { id: columnId } = columnOf(columns, column)
        requireFreeName(
          columns.filter((other) => other.id !== columnId),
          name,
        )
        return { columns: columns.map((own) => (own.id === columnId ? { ...own, name: name.trim() } : own)) }
      }),
    async removeColumn(id, column, by) {
      await requireUnused(id, column)
      return tables.locked(id, async (locked) => {
        const { columns, keyColumn } = locked.table
        columnOf(columns, column)
        if (keyColumn === column) throw invalid('column', 'This is the key column. Choose another key first.')
        if (columns.length === 1) throw invalid('column', 'A table has at least one column. Remove the table instead.')
        await sql`update data_row set cells = cells - ${column}::text, compared = compared - ${column}::text
          where table_id = ${id}`.execute(locked.transaction)
        const rest = columns.filter((own) => own.id !== column)
        return toResource(await changeTable(locked, { columns: rest }, changedBy(by)))
      })
    },
    async rows(id, asked, page) {
      const table = await tables.get(id)
      const { sort, direction = 'up' } = asked
      const order = sort === undefined || sort === '' ? {} : { sort: { column: sort, direction } }
      const list = { condition: conditionOf(table, asked), ...order, ...page }
      const { items, next } = await listRows(kysely, table, list)
      return { items: items.map(toRow), next }
    },
    addRow: (id, { cells }) =>
      tables.locked(id, async (locked) => {
        const [row] = await insertRows(locked, [readCells(locked.table.columns, cells)], now())
        return toRow(row ?? noRow())
      }),
    changeRow: (id, row, { cells }) =>
      tables.locked(id, async (locked) => {
        const read = readCells(locked.table.columns, cells)
        const [changed] = (await updateRows(locked, isRow(row), read, now())).rows
        return toRow(changed ?? noRow())
      }),
    async removeRow(id, row) {
      const { count } = await tables.locked(id, (locked) => deleteRows(locked, isRow(row)))
      if (count === 0) noRow()
    },
    import: (id, given) => importCsv({ kysely, tables, now }, id, given),
    async csv(id) {
      const table = await tables.get(id)
      const condition = sql<boolean>`true`
      return exportCsv(table.columns, (after) =>
        listRows(kysely, table, { condition, limit: EXPORT_PAGE, ...(after === undefined ? {} : { after }) }),
      )
    },
  }
}

function toResource({ createdAt, modifiedAt, ...table }: TableRecord): TableResource {
  return { ...table, createdAt: createdAt.toISOString(), modifiedAt: modifiedAt.toISOString() }
}

function toRow({ id, cells, modifiedAt }: RowRecord): TableRow {
  return { id, cells, modifiedAt: modifiedAt.toISOString() }
}

async function idsInUse(tables: TableRepository): Promise<ReadonlySet<string>> {
  return new Set((await tables.all()).map(({ id }) => id))
}

/** @throws AppError INVALID_INPUT, TABLE_FULL */
function withColumn(columns: readonly TableColumn[], { id, name, type }: AddColumn): readonly TableColumn[] {
  if (columns.length >= tableLimits.columns) throw full(`A table has at most ${tableLimits.columns} columns.`)
  requireFreeName(columns, name)
  const taken = new Set(columns.map((column) => column.id))
  if (id !== undefined && taken.has(id)) throw invalid('id', `There is a column "${id}" already.`)
  const own = id ?? idOfName(name, taken, `column_${columns.length + 1}`)
  return [...columns, { id: own, name: name.trim(), type }]
}

/** @throws AppError INVALID_INPUT */
function requireFreeName(columns: readonly TableColumn[], given: string): void {
  const name = given.trim()
  if (name === '') throw invalid('name', 'The name is empty.')
  const isTaken = columns.some((column) => column.name.toLowerCase() === name.toLowerCase())
  if (isTaken) throw invalid('name', `There is a column "${name}" already.`)
}

/** @throws AppError INVALID_INPUT */
function keyColumnOf(columns: readonly TableColumn[], given: string): string {
  const word = given.trim().toLowerCase()
  const found = columns.find(({ id, name }) => id === given || name.toLowerCase() === word)
  if (found !== undefined) return found.id
  throw invalid('keyColumn', `There is no column "${given}".`)
}

/** @throws AppError INVALID_INPUT when a row has no value there, ROW_EXISTS when two have the same */
async function chooseKey({ transaction, table }: LockedTable, given: string | null): Promise<string | null> {
  const column = given === null ? null : keyColumnOf(table.columns, given)
  if (column === table.keyColumn) return column
  await sql`update data_row set key = null where table_id = ${table.id} and key is not null`.execute(transaction)
  if (column === null) return null
  const value = sql`compared ->> ${column}::text`
  const { rows } = await sql<{ empty: number; long: number; twice: number }>`
    select count(*) filter (where ${value} is null)::integer as empty,
      count(*) filter (where length(${value}) > ${tableLimits.key})::integer as long,
      (count(${value}) - count(distinct ${value}))::integer as twice
    from data_row where table_id = ${table.id}`.execute(transaction)
  const { empty = 0, long = 0, twice = 0 } = rows[0] ?? {}
  const name = table.columns.find(({ id }) => id === column)?.name ?? column
  if (empty > 0) throw invalid('keyColumn', `${empty} rows have no value in ${name}. The key of a row cannot be empty.`)
  if (long > 0) throw invalid('keyColumn', `A key has at most ${tableLimits.key} characters.`)
  if (twice > 0) throw new AppError('ROW_EXISTS', `${twice} rows have the same value in ${name} as another one.`)
  await sql`update data_row set key = ${value} where table_id = ${table.id}`.execute(transaction)
  return column
}

function conditionOf({ columns }: TableRecord, asked: RowsAsked): RawBuilder<boolean> {
  const { search = '', column = '', operator = 'equals', value = '', upTo = '' } = asked
  const parts: RawBuilder<boolean>[] = []
  if (search.trim() !== '') parts.push(searchCondition(search))
  if (column !== '') {
    const test: RowTest = { column: columnOf(columns, column).id, operator, value, upTo }
    parts.push(rowCondition(columns, { match: 'all', tests: [test], timeZone: 'UTC' }, () => undefined))
  }
  return parts.length === 0 ? sql<boolean>`true` : sql<boolean>`(${sql.join(parts, sql` and `)})`
}

function isRow(id: string): RawBuilder<boolean> {
  return isUuid(id) ? sql<boolean>`id = ${id}::uuid` : noRow()
}

function noRow(): never {
  throw new AppError('ROW_NOT_FOUND', 'There is no such row. Somebody may have removed it.')
}

function invalid(path: string, message: string): AppError {
  return new AppError('INVALID_INPUT', message, { errors: [{ path, message }] })
}
