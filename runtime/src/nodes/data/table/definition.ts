import { rowOperators } from '@patchbay/shared/api'
import { defineNode, type FieldCondition, type SummaryCell } from '@patchbay/shared/nodes'
import { Type } from 'typebox'
import { TABLE_COLUMNS, TABLES } from '../../../kit/tables.ts'
import { alone, operatorLabels, withOther, withoutUpTo } from '../../comparison/test-fields.ts'

const exact = { additionalProperties: false } as const

const operations = ['find', 'add', 'change', 'add-or-change', 'remove', 'count'] as const

const when = (...ones: (typeof operations)[number][]): FieldCondition => ({ field: 'operation', equals: ones })
const chooses = when('find', 'change', 'remove', 'count')
const writes = when('add', 'change', 'add-or-change')

const keptAt = { path: '/tables', title: 'Tables', none: 'There is no table yet.' } as const
const columnHints = { widget: 'select', options: TABLE_COLUMNS, dependsOn: ['table'] } as const

const column = Type.String({
  title: 'Column',
  maxLength: 50,
  default: '',
  'x-ui': { ...columnHints, emptyMessage: 'A column is not chosen' },
  'x-required': true,
})

const value = Type.Optional(
  Type.String({
    title: 'Value',
    maxLength: 10_000,
    'x-ui': { widget: 'template' },
    'x-template': { place: 'value' },
  }),
)

const labels = Object.fromEntries(rowOperators.map((operator) => [operator, operatorLabels[operator]]))

const test = Type.Object(
  {
    column,
    operator: Type.Enum([...rowOperators], {
      title: 'Condition',
      default: 'equals',
      'x-ui': { widget: 'select', optionLabels: labels },
    }),
    value: Type.Optional(
      Type.String({
        title: 'Compare with',
        maxLength: 10_000,
        'x-ui': { widget: 'template', visibleBeside: { field: 'operator', equals: withOther } },
        'x-template': { place: 'value' },
      }),
    ),
    upTo: Type.Optional(
      Type.String({
        title: 'And',
        maxLength: 10_000,
        'x-ui': {
          widget: 'template',
          placeholder: 'and',
          below: 'value',
          visibleBeside: { field: 'operator', equals: 'between' },
        },
        'x-template': { place: 'value' },
      }),
    ),
  },
  exact,
)

const testCells: readonly SummaryCell[] = [
  { field: 'column' },
  { field: 'operator' },
  { field: 'value', style: 'template', unless: { field: 'operator', equals: alone } },
  { field: 'upTo', style: 'template', prefix: 'and', unless: { field: 'operator', equals: withoutUpTo } },
]

export const table = defineNode({
  id: 'table',
  typeVersion: 1,
  kind: 'action',
  category: 'data',
  title: 'Table',
  description: 'Finds, adds, changes, removes or counts rows of a table that is kept here.',
  icon: 'table',
  keywords: [
    'list',
    'database',
    'rows',
    'records',
    'spreadsheet',
    'lookup',
    'find',
    'store',
    'save',
    'remember',
    'csv',
  ],
  variablePrefix: 'TABLE',
  inputs: Type.Object(
    {
      operation: Type.Enum([...operations], {
        title: 'What to do',
        default: 'find',
        'x-ui': {
          widget: 'select',
          optionLabels: {
            find: 'Find rows',
            add: 'Add a row',
            change: 'Change rows',
            'add-or-change': 'Add or change a row',
            remove: 'Remove rows',
            count: 'Count rows',
          },
        },
      }),
      table: Type.String({
        title: 'Table',
        maxLength: 60,
        default: '',
        'x-ui': { widget: 'select', options: TABLES, keptAt, emptyMessage: 'Table is empty' },
        'x-required': true,
      }),
      match: Type.Optional(
        Type.Enum(['all', 'any'], {
          title: 'Rows where',
          default: 'all',
          'x-ui': {
            widget: 'select',
            optionLabels: { all: 'all conditions are true', any: 'at least one condition is true' },
            visibleWhen: chooses,
          },
        }),
      ),
      tests: Type.Optional(
        Type.Array(test, {
          title: 'Conditions',
          description: 'Upper and lower case make no difference. Without a condition all rows are meant.',
          maxItems: 20,
          default: [],
          'x-ui': {
            widget: 'rows',
            addLabel: 'Add condition',
            visibleWhen: chooses,
            emptyMessage: 'No condition says which rows',
          },
          'x-required': { unless: when('find', 'count') },
        }),
      ),
      values: Type.Optional(
        Type.Array(Type.Object({ column, value }, exact), {
          title: 'Values',
          description: 'Cells of columns that are not listed stay as they are, or empty in a new row.',
          maxItems: 50,
          default: [],
          'x-ui': { widget: 'rows', addLabel: 'Add value', visibleWhen: writes, emptyMessage: 'No value is set' },
          'x-required': true,
        }),
      ),
      sort: Type.Optional(
        Type.String({
          title: 'Sort by',
          maxLength: 50,
          'x-ui': {
            ...columnHints,
            placeholder: 'Order of adding',
            width: 'half',
            visibleWhen: when('find'),
          },
        }),
      ),
      direction: Type.Optional(
        Type.Enum(['up', 'down'], {
          title: 'Order',
          default: 'up',
          'x-ui': {
            widget: 'select',
            optionLabels: { up: 'lowest first', down: 'highest first' },
            width: 'half',
            visibleWhen: { field: 'sort', isSet: true, and: when('find') },
          },
        }),
      ),
      limit: Type.Optional(
        Type.Integer({
          title: 'At most',
          minimum: 1,
          maximum: 500,
          default: 50,
          'x-ui': { widget: 'number', unit: 'rows', width: 'half', visibleWhen: when('find') },
        }),
      ),
    },
    exact,
  ),
  outputs: [
    {
      name: 'first',
      title: 'The first row',
      type: 'object',
      exits: ['success'],
      fieldsOf: { source: TABLE_COLUMNS, inputs: ['table'] },
    },
    { name: 'rows', title: 'The rows, as a list', type: 'list', exits: ['success'] },
    { name: 'count', title: 'How many rows', type: 'number', exits: ['success', 'not-found'], sample: '1' },
    { name: 'isAdded', title: 'Whether a row was added', type: 'boolean', exits: ['success'], sample: 'true' },
    { name: 'error', title: 'Error code, empty when all went well', type: 'text', sample: 'ROW_EXISTS' },
  ],
  sets: [],
  exits: [
    { id: 'success', label: 'On Success' },
    { id: 'not-found', label: 'Not Found', when: when('find', 'change', 'remove') },
    { id: 'failure', label: 'On Failure', whenOpen: 'If the table cannot take this, the run ends here.' },
  ],
  // A change is stored with the key of its step, so it is made once.
  repeat: { field: 'operation', values: { find: 'safe', count: 'safe' }, otherwise: 'keyed' },
  changesNothing: when('find', 'count'),
  summary: [
    { field: 'operation' },
    { field: 'table', prefix: 'in', style: 'mono' },
    {
      rows: 'tests',
      prefix: 'where',
      cells: testCells,
      join: { field: 'match', words: { all: 'and', any: 'or' } },
    },
  ],
  defaults: { operation: 'find', table: '', match: 'all', tests: [], values: [], limit: 50 },
})
