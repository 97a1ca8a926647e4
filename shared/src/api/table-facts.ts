/** How much a table can hold. */
export const tableLimits = {
  tables: 200,
  rows: 100_000,
  columns: 50,
  /** Characters of one cell. */
  cell: 4_000,
  /** Characters of a cell in the key column. */
  key: 200,
  /** Bytes of a CSV file. */
  importBytes: 32 * 1024 * 1024,
} as const

/** `boolean` is yes or no. `date` is a day, with or without a time of day. */
export const columnTypes = ['text', 'number', 'boolean', 'date', 'phone'] as const
export type ColumnType = (typeof columnTypes)[number]

/** How the cells of a column are compared with a value. */
export const rowOperators = [
  'equals',
  'not-equals',
  'contains',
  'not-contains',
  'starts-with',
  'ends-with',
  'is-empty',
  'is-not-empty',
  'greater-than',
  'less-than',
  'at-least',
  'at-most',
  'between',
  'is-one-of',
  'matches',
  'before',
  'after',
] as const
export type RowOperator = (typeof rowOperators)[number]
