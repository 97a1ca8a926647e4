import { type TableColumn, type TableImport, tableLimits } from '@patchbay/shared/api'
import { AppError, toAppError } from '@patchbay/shared/errors'
import type { Kysely } from 'kysely'
import { textOfCsvCell } from '../platform/content/csv-cell.ts'
import { type CsvRow, csvRows } from '../platform/content/read-csv.ts'
import type { Tables } from '../store/schema/tables.ts'
import { insertRows, keyOf, knownKeys, updateByKey } from './change-rows.ts'
import { csvBatches } from './csv-batches.ts'
import { idOfName } from './new-id.ts'
import { type ReadCells, readCells } from './read-cells.ts'
import { changeTable, full, type LockedTable, type TableRecord, type TableRepository } from './table-repository.ts'

const MOST_ERRORS = 100

export interface CsvImport {
  readonly csv: string
  /** Only says what an import would do. */
  readonly check: boolean
  /** Names in the first line without a column become columns of text. */
  readonly addColumns: boolean
  readonly by: string
}

export interface CsvImportOptions {
  readonly kysely: Kysely<Tables>
  readonly tables: TableRepository
  readonly now: () => Date
}

/**
 * Reads the whole file first, and stores it only when every line is right. Holds the text and a few lines in memory.
 * @throws AppError TABLE_NOT_FOUND, TABLE_FULL, INVALID_INPUT when the file as a whole cannot be used
 */
export async function importCsv(
  { kysely, tables, now }: CsvImportOptions,
  tableId: string,
  { csv, check, addColumns, by }: CsvImport,
): Promise<TableImport> {
  const table = await tables.get(tableId)
  const head = readHead(csv, table, addColumns)
  const found = await checkLines(kysely, table, head, csv)
  const isImported = !check && found.wrongLines === 0
  if (isImported) {
    if (addColumns && head.newNames.length > 0) {
      const columns = head.columns.filter(({ id }) => !table.columns.some((own) => own.id === id))
      await tables.locked(tableId, (locked) => addNew(locked, columns, { modifiedAt: now(), modifiedBy: by }))
    }
    for await (const batch of csvBatches(linesOf(csv))) {
      await tables.locked(tableId, (locked) => storeLines(locked, head, batch, now()))
    }
  }
  return { ...found, newColumns: head.newNames, isImported }
}

/** Without the names of the columns. */
function linesOf(csv: string): Iterable<CsvRow> {
  const rows = csvRows(csv)
  rows.next()
  return rows
}

interface Head {
  /** Of the table, with those that the file would add. */
  readonly columns: readonly TableColumn[]
  /** By place in a line: the id of the column; undefined for what is left aside. */
  readonly ids: readonly (string | undefined)[]
  /** Names without a column. */
  readonly newNames: readonly string[]
}

/** @throws AppError INVALID_INPUT */
function readHead(csv: string, table: TableRecord, addColumns: boolean): Head {
  const [first] = csvRows(csv)
  const names = (first?.cells ?? []).map((name) => name.trim().slice(0, 100))
  const columns = [...table.columns]
  const newNames: string[] = []
  const ids = names.map((name) => {
    const word = name.toLowerCase()
    const known = columns.find(({ id, name: own }) => own.toLowerCase() === word || id === word)
    if (known !== undefined || name === '') return known?.id
    newNames.push(name)
    if (!addColumns) return undefined
    const id = idOfName(name, new Set(columns.map((column) => column.id)), `column_${columns.length + 1}`)
    columns.push({ id, name, type: 'text' })
    return id
  })
  const given = ids.filter((id) => id !== undefined)
  if (given.length === 0) {
    const own = table.columns.map(({ name }) => name).join(', ')
    throw unusable(`The first line names none of the columns of the table: ${own}.`)
  }
  const twice = given.find((id, index) => given.indexOf(id) !== index)
  if (twice !== undefined) throw unusable(`The first line names the column "${twice}" twice.`)
  if (columns.length > tableLimits.columns) throw unusable(`A table has at most ${tableLimits.columns} columns.`)
  if (table.keyColumn !== null && !given.includes(table.keyColumn)) {
    throw unusable(`The first line does not name "${table.keyColumn}", the key column.`)
  }
  return { columns, ids, newNames }
}

async function checkLines(
  kysely: Kysely<Tables>,
  table: TableRecord,
  head: Head,
  csv: string,
): Promise<Omit<TableImport, 'isImported' | 'newColumns'>> {
  const errors: { readonly line: number; readonly message: string }[] = []
  const lineOfKey = new Map<string, number>()
  let [toAdd, toChange, wrongLines] = [0, 0, 0]
  for await (const batch of csvBatches(linesOf(csv))) {
    const keys: string[] = []
    for (const row of batch) {
      try {
        const key = keyOf({ ...head, keyColumn: table.keyColumn }, readLine(head, row).compared)
        if (key !== null) {
          requireNew(lineOfKey, key, row.line)
          keys.push(key)
        }
        toAdd += 1
      } catch (error) {
        wrongLines += 1
        if (errors.length < MOST_ERRORS) errors.push({ line: row.line, message: toAppError(error).message })
      }
    }
    const known = keys.length === 0 ? 0 : (await knownKeys(kysely, table.id, keys)).size
    toAdd -= known
    toChange += known
  }
  if (toAdd + toChange + wrongLines === 0) throw unusable('The file has no line below the first one.')
  if (table.rowCount + toAdd > tableLimits.rows) {
    const room = Math.max(0, tableLimits.rows - table.rowCount)
    throw full(`The file has ${toAdd} new rows, and the table has room for ${room}.`)
  }
  return { toAdd, toChange, wrongLines, errors }
}

function requireNew(lineOfKey: Map<string, number>, key: string, line: number): void {
  const other = lineOfKey.get(key)
  if (other !== undefined) throw new AppError('INVALID_VALUE', `The key is the same as in line ${other}.`)
  lineOfKey.set(key, line)
}

/** The table may have changed since the file was checked: then its own rules still hold, and the rest stays unread. */
async function storeLines(locked: LockedTable, head: Head, batch: readonly CsvRow[], now: Date): Promise<void> {
  const { table } = locked
  const rows = batch.map((row) => readLine({ ...head, columns: table.columns }, row))
  if (table.keyColumn === null) return void (await insertRows(locked, rows, now))
  const keyed = rows.map((row) => ({ row, key: keyOf(table, row.compared) ?? '' }))
  const known = await knownKeys(
    locked.transaction,
    table.id,
    keyed.map(({ key }) => key),
  )
  const [old, fresh] = [keyed.filter(({ key }) => known.has(key)), keyed.filter(({ key }) => !known.has(key))]
  await updateByKey(locked, old.map(rowOf), now)
  await insertRows(locked, fresh.map(rowOf), now)
}

function rowOf({ row }: { readonly row: ReadCells }): ReadCells {
  return row
}

/** @throws AppError INVALID_VALUE */
function readLine({ columns, ids }: Pick<Head, 'columns' | 'ids'>, { cells }: CsvRow): ReadCells {
  if (cells.length > ids.length && cells.slice(ids.length).some((cell) => cell.trim() !== '')) {
    throw new AppError('INVALID_VALUE', `The line has ${cells.length} cells, and the first line has ${ids.length}.`)
  }
  const given = ids.flatMap((id, place) => (id === undefined ? [] : [[id, textOfCsvCell(cells[place] ?? '')] as const]))
  return readCells(columns, Object.fromEntries(given))
}

async function addNew(
  locked: LockedTable,
  added: readonly TableColumn[],
  by: Pick<TableRecord, 'modifiedAt' | 'modifiedBy'>,
): Promise<void> {
  const { columns } = locked.table
  const missing = added.filter(({ id }) => !columns.some((own) => own.id === id))
  await changeTable(locked, { columns: [...columns, ...missing] }, by)
}

function unusable(message: string): AppError {
  return new AppError('INVALID_INPUT', message, { errors: [{ path: 'csv', message }] })
}
