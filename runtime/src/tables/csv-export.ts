import type { Page, TableColumn } from '@patchbay/shared/api'
import type { Json } from '@patchbay/shared/json'
import { textOf } from '../kit/values.ts'
import { csvCell } from '../platform/content/csv-cell.ts'
import type { RowRecord } from './rows.ts'

/** All rows as lines of CSV, one page at a time. */
export async function* exportCsv(
  columns: readonly TableColumn[],
  read: (after: string | undefined) => Promise<Page<RowRecord>>,
): AsyncGenerator<Buffer, void> {
  yield Buffer.from(`${columns.map(({ name }) => csvCell(name)).join(',')}\r\n`)
  for (let after: string | null | undefined; after !== null; ) {
    const { items, next }: Page<RowRecord> = await read(after)
    yield Buffer.from(
      items.map(({ cells }) => `${columns.map((column) => cell(column, cells[column.id])).join(',')}\r\n`).join(''),
    )
    after = next
  }
}

function cell({ type }: TableColumn, value: Json | undefined): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  const text = textOf(value)
  // A minus before a number begins no formula.
  return type === 'number' ? text : csvCell(text)
}
