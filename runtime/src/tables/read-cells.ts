import type { TableColumn } from '@patchbay/shared/api'
import { AppError } from '@patchbay/shared/errors'
import type { Json } from '@patchbay/shared/json'
import type { GivenCells } from '../kit/tables.ts'
import { readCell } from './read-cell.ts'

/** Cells as they are stored, by ids of columns, and which ones are emptied. */
export interface ReadCells {
  readonly cells: Readonly<Record<string, Json>>
  readonly compared: Readonly<Record<string, Json>>
  readonly emptied: readonly string[]
}

/** @throws AppError INVALID_VALUE for a value that the type of its column does not take, and for no column of the table */
export function readCells(columns: readonly TableColumn[], given: GivenCells, timeZone?: string): ReadCells {
  const cells: Record<string, Json> = {}
  const compared: Record<string, Json> = {}
  const emptied: string[] = []
  for (const [id, value] of Object.entries(given)) {
    const read = readCell(columnOf(columns, id), value, timeZone)
    if (read === undefined) emptied.push(id)
    else {
      cells[id] = read.value
      compared[id] = read.compared
    }
  }
  return { cells, compared, emptied }
}

/** @throws AppError INVALID_VALUE */
export function columnOf(columns: readonly TableColumn[], id: string): TableColumn {
  const column = columns.find((candidate) => candidate.id === id)
  if (column !== undefined) return column
  const names = columns.map((candidate) => candidate.id).join(', ')
  throw new AppError('INVALID_VALUE', `The table has no column "${id.slice(0, 60)}". It has: ${names}.`)
}
