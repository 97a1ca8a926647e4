import { type Static, Type } from 'typebox'
import { endpoint, nothing, raw } from './endpoint.ts'
import { page, pageQuery } from './page.ts'
import { anyJson, count, dictionary, list, nullable, shape, text, time } from './shapes.ts'
import { columnTypes, rowOperators, tableLimits } from './table-facts.ts'

const exact = { additionalProperties: false } as const

const type = Type.Enum([...columnTypes], {
  description: '`boolean` is yes or no. `date` is a day, with or without a time of day.',
})

const id = Type.String({
  pattern: '^[a-z][a-z0-9_]{0,49}$',
  'x-pattern-text': 'at most 50 lower-case letters, digits and underscores, with a letter at the start',
  description: 'What flows call it. Never changes.',
})
const name = Type.String({ minLength: 1, maxLength: 100 })

export const TableColumnSchema = shape({ id: text('What flows call it. Never changes.'), name: text(), type })
export type TableColumn = Static<typeof TableColumnSchema>

export const TableResourceSchema = shape(
  {
    id: text('What flows call it. Never changes.'),
    name: text(),
    columns: list(TableColumnSchema),
    keyColumn: nullable(text(), { description: 'The column whose value every row has, and no two rows share.' }),
    rowCount: count(),
    createdAt: time(),
    modifiedAt: time('When its name or its columns were last changed.'),
    modifiedBy: text(),
  },
  { title: 'Table' },
)
export type TableResource = Static<typeof TableResourceSchema>

const newColumn = { id: Type.Optional(id), name, type }
export const AddColumnSchema = Type.Object(newColumn, exact)
export type AddColumn = Static<typeof AddColumnSchema>

export const CreateTableSchema = Type.Object(
  {
    id: Type.Optional(id),
    name,
    columns: Type.Array(AddColumnSchema, { minItems: 1, maxItems: tableLimits.columns }),
    keyColumn: Type.Optional(
      Type.String({ maxLength: 100, description: 'Id or name of the column whose value is unique. Absent: none.' }),
    ),
  },
  exact,
)
export type CreateTable = Static<typeof CreateTableSchema>

export const ChangeTableSchema = Type.Object(
  {
    name: Type.Optional(name),
    keyColumn: Type.Optional(
      Type.Union([Type.String({ maxLength: 100 }), Type.Null()], { description: 'Id of a column; null for none.' }),
    ),
  },
  exact,
)
export type ChangeTable = Static<typeof ChangeTableSchema>

export const ChangeColumnSchema = Type.Object({ name }, exact)
export type ChangeColumn = Static<typeof ChangeColumnSchema>

const cells = dictionary(anyJson, { description: 'By ids of columns. An empty cell is left out.' })

export const TableRowSchema = shape({ id: text(), cells, modifiedAt: time() }, { title: 'TableRow' })
export type TableRow = Static<typeof TableRowSchema>

export const SetRowSchema = Type.Object(
  {
    cells: Type.Record(
      Type.String({ maxLength: 50 }),
      Type.Union([Type.String({ maxLength: 20_000 }), Type.Number(), Type.Boolean(), Type.Null()]),
      { description: 'By ids of columns. Null or an empty text empties a cell; what is left out stays as it is.' },
    ),
  },
  exact,
)
export type SetRow = Static<typeof SetRowSchema>

const RowsQuerySchema = Type.Object(
  {
    ...pageQuery,
    search: Type.Optional(Type.String({ maxLength: 200, description: 'A part of any cell.' })),
    column: Type.Optional(Type.String({ maxLength: 50, description: 'Only rows whose cell in this column fits.' })),
    operator: Type.Optional(Type.Enum([...rowOperators], { description: 'Default: `equals`.' })),
    value: Type.Optional(Type.String({ maxLength: 1000 })),
    upTo: Type.Optional(Type.String({ maxLength: 1000, description: 'The upper end of `between`.' })),
    sort: Type.Optional(Type.String({ maxLength: 50, description: 'A column. Default: in the order of adding.' })),
    direction: Type.Optional(Type.Enum(['up', 'down'], { description: 'Default: `up`. Empty cells come last.' })),
  },
  exact,
)
export type RowsQuery = Static<typeof RowsQuerySchema>

export const TableImportSchema = shape(
  {
    toAdd: count('Lines that are new rows.'),
    toChange: count('Lines whose key a row has already: the row gets what the line has.'),
    newColumns: list(text(), { description: 'Names in the first line that the table has no column for.' }),
    isImported: Type.Boolean({ description: 'False for a check, and when a line is wrong: then nothing is imported.' }),
    errors: list(shape({ line: count('From 1, the line with the names.'), message: text() }), {
      description: 'What is wrong, of the first 100 such lines.',
    }),
    wrongLines: count('How many lines are wrong.'),
  },
  { title: 'TableImport' },
)
export type TableImport = Static<typeof TableImportSchema>

export const tableEndpoints = {
  list: endpoint({
    method: 'GET',
    path: '/api/tables',
    summary: 'All tables, by name',
    query: Type.Object(pageQuery, exact),
    answer: page(TableResourceSchema),
  }),
  create: endpoint({
    method: 'POST',
    path: '/api/tables',
    summary: 'Create a table with its first columns',
    description: 'Ids that are not given are made of the names: `Booked on` is `booked_on`.',
    body: CreateTableSchema,
    answer: TableResourceSchema,
    status: 201,
    errors: ['INVALID_INPUT', 'TABLE_EXISTS', 'TABLE_FULL'],
  }),
  get: endpoint({
    method: 'GET',
    path: '/api/tables/:table',
    summary: 'One table',
    answer: TableResourceSchema,
    errors: ['TABLE_NOT_FOUND'],
  }),
  change: endpoint({
    method: 'PUT',
    path: '/api/tables/:table',
    summary: 'Rename a table, or choose its key column',
    body: ChangeTableSchema,
    answer: TableResourceSchema,
    errors: ['TABLE_NOT_FOUND', 'TABLE_EXISTS', 'INVALID_INPUT', 'ROW_EXISTS'],
  }),
  remove: endpoint({
    method: 'DELETE',
    path: '/api/tables/:table',
    summary: 'Remove a table that no live flow uses, with its rows',
    answer: nothing,
    errors: ['TABLE_NOT_FOUND', 'TABLE_IN_USE'],
  }),
  addColumn: endpoint({
    method: 'POST',
    path: '/api/tables/:table/columns',
    summary: 'Add a column',
    body: AddColumnSchema,
    answer: TableResourceSchema,
    status: 201,
    errors: ['TABLE_NOT_FOUND', 'INVALID_INPUT', 'TABLE_FULL'],
  }),
  changeColumn: endpoint({
    method: 'PUT',
    path: '/api/tables/:table/columns/:column',
    summary: 'Rename a column',
    body: ChangeColumnSchema,
    answer: TableResourceSchema,
    errors: ['TABLE_NOT_FOUND', 'INVALID_INPUT', 'INVALID_VALUE'],
  }),
  removeColumn: endpoint({
    method: 'DELETE',
    path: '/api/tables/:table/columns/:column',
    summary: 'Remove a column that no live flow uses, with its cells',
    answer: TableResourceSchema,
    errors: ['TABLE_NOT_FOUND', 'INVALID_INPUT', 'INVALID_VALUE', 'TABLE_IN_USE'],
  }),
  rows: endpoint({
    method: 'GET',
    path: '/api/tables/:table/rows',
    summary: 'Rows of a table',
    query: RowsQuerySchema,
    answer: page(TableRowSchema),
    errors: ['TABLE_NOT_FOUND', 'INVALID_VALUE', 'BAD_REQUEST'],
  }),
  addRow: endpoint({
    method: 'POST',
    path: '/api/tables/:table/rows',
    summary: 'Add a row',
    body: SetRowSchema,
    answer: TableRowSchema,
    status: 201,
    errors: ['TABLE_NOT_FOUND', 'INVALID_VALUE', 'ROW_EXISTS', 'TABLE_FULL'],
  }),
  changeRow: endpoint({
    method: 'PUT',
    path: '/api/tables/:table/rows/:row',
    summary: 'Change cells of a row',
    body: SetRowSchema,
    answer: TableRowSchema,
    errors: ['TABLE_NOT_FOUND', 'ROW_NOT_FOUND', 'INVALID_VALUE', 'ROW_EXISTS'],
  }),
  removeRow: endpoint({
    method: 'DELETE',
    path: '/api/tables/:table/rows/:row',
    summary: 'Remove a row',
    answer: nothing,
    errors: ['TABLE_NOT_FOUND', 'ROW_NOT_FOUND'],
  }),
  import: endpoint({
    method: 'POST',
    path: '/api/tables/:table/import',
    summary: 'Import rows from CSV; while a line is wrong, nothing is imported',
    description:
      'The first line names columns, by name or id. A line whose key a row has already changes that row. At most 32 MiB. ' +
      'Many rows are stored in several commits: after a failure of the database, import the file again.',
    query: Type.Object(
      {
        check: Type.Optional(
          Type.Enum(['true', 'false'], { description: '`true`: only says what an import would do.' }),
        ),
        addColumns: Type.Optional(
          Type.Enum(['true', 'false'], {
            description: '`true`: names without a column become columns of text. Default: they are left aside.',
          }),
        ),
      },
      exact,
    ),
    rawBody: { schema: { type: 'string' }, types: ['text/csv', 'application/octet-stream'] },
    answer: TableImportSchema,
    errors: [
      'TABLE_NOT_FOUND',
      'INVALID_INPUT',
      'INVALID_VALUE',
      'TABLE_FULL',
      'ROW_EXISTS',
      'BODY_TOO_LARGE',
      'UNSUPPORTED_MEDIA_TYPE',
    ],
  }),
  export: endpoint({
    method: 'GET',
    path: '/api/tables/:table/export',
    summary: 'All rows of a table as CSV, which can be imported again',
    answer: raw('text/csv'),
    errors: ['TABLE_NOT_FOUND'],
  }),
}
