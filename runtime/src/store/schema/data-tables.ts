import type { TableColumn } from '@patchbay/shared/api'
import type { JsonObject } from '@patchbay/shared/json'
import type { Generated, GeneratedAlways } from 'kysely'
import type { JsonColumn, Time } from './column-types.ts'

/** Tables of people's own data. */
export interface DataTableTable {
  id: string
  name: string
  columns: JsonColumn<readonly TableColumn[]>
  keyColumn: string | null
  rowCount: Generated<number>
  createdAt: Time
  modifiedAt: Time
  modifiedBy: string
}

export interface DataRowTable {
  tableId: string
  id: string
  /** The cell of the key column as it is compared. */
  key: string | null
  /** By ids of columns; an empty cell is left out. */
  cells: JsonColumn<JsonObject>
  /** The same in the form in which cells are compared. */
  compared: JsonColumn<JsonObject>
  /** All of `compared` as lines. */
  search: GeneratedAlways<string>
  modifiedAt: Time
}

/** A step that has changed rows: it changes them once. */
export interface DataStepTable {
  /** `runId.nodeId.visit`. */
  key: string
  runId: string
  at: Time
  result: JsonColumn<JsonObject>
}
