import type { RowOperator, TableColumn } from '@patchbay/shared/api'
import type { Json, JsonObject } from '@patchbay/shared/json'

/** Sources of choices of a form: the tables, and the columns of the table in the input `table`. */
export const TABLES = 'tables'
export const TABLE_COLUMNS = 'table-columns'

/** How the cell of one column has to be. */
export interface RowTest {
  /** Id of a column. */
  readonly column: string
  readonly operator: RowOperator
  readonly value?: Json
  /** The upper end of `between`. */
  readonly upTo?: Json
}

/** Which rows of a table are meant. Without a test: all of them. */
export interface RowFilter {
  readonly match: 'all' | 'any'
  readonly tests: readonly RowTest[]
  /** In which dates with an offset from UTC are read (IANA name). */
  readonly timeZone: string
}

export interface RowQuery extends RowFilter {
  /** Default: in the order in which they were added. Empty cells come last. */
  readonly sort?: { readonly column: string; readonly direction: 'up' | 'down' }
  readonly limit: number
}

/** Cells by ids of columns, as they were given. Null and empty texts empty a cell. */
export type GivenCells = Readonly<Record<string, Json>>

export type RowChange = { readonly timeZone: string } & (
  | { readonly kind: 'add'; readonly cells: GivenCells }
  /** Changes all rows that the filter finds; other cells stay. */
  | { readonly kind: 'change'; readonly filter: RowFilter; readonly cells: GivenCells }
  /** Changes the row with this key, or adds one. */
  | { readonly kind: 'add-or-change'; readonly cells: GivenCells }
  | { readonly kind: 'remove'; readonly filter: RowFilter }
)

/** What a step that changes rows has done. */
export interface ChangedRows {
  readonly count: number
  /** The first of them as they are now; as they were, where they were removed. */
  readonly rows: readonly JsonObject[]
  /** Whether `add-or-change` has added the row. */
  readonly isAdded?: boolean
}

export interface FoundRows {
  /** Each has a member for every column of the table; null where the cell is empty. */
  readonly rows: readonly JsonObject[]
  /** What could not be compared, in sentences. */
  readonly warnings: readonly string[]
}

/** The tables of this installation, as actions use them. All throw AppError TABLE_NOT_FOUND and INVALID_VALUE. */
export interface TablePort {
  /** All tables, by name. */
  list(): Promise<readonly { readonly id: string; readonly name: string; readonly columns: readonly TableColumn[] }[]>
  find(table: string, query: RowQuery): Promise<FoundRows>
  count(table: string, filter: RowFilter): Promise<{ readonly count: number; readonly warnings: readonly string[] }>
  /**
   * Changes rows and notes so under the key of the step, in one commit. A step that comes again changes nothing, and gets
   * what it got.
   * @throws AppError ROW_EXISTS, TABLE_FULL
   */
  change(table: string, change: RowChange, step: { readonly runId: string; readonly key: string }): Promise<ChangedRows>
}
