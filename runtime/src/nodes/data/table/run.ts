import type { StepWarning } from '@patchbay/shared/api'
import { AppError } from '@patchbay/shared/errors'
import type { JsonObject } from '@patchbay/shared/json'
import type { InputsOf } from '@patchbay/shared/nodes'
import { defineAction, type StepContext, type StepResult } from '../../../kit/node.ts'
import { type OptionSource, pageOfOptions } from '../../../kit/options.ts'
import { type GivenCells, type RowChange, type RowFilter, TABLE_COLUMNS, TABLES } from '../../../kit/tables.ts'
import { objectOf } from '../../../kit/values.ts'
import { table } from './definition.ts'

type Inputs = InputsOf<typeof table>

export const tableAction = defineAction(table, {
  async run(inputs, context) {
    const { services } = context
    const filter = filterOf(inputs, context)
    switch (inputs.operation) {
      case 'find': {
        const { sort = '', direction = 'up', limit = 50 } = inputs
        const order = sort === '' ? {} : { sort: { column: sort, direction } }
        const { rows, warnings } = await services.tables.find(inputs.table, { ...filter, ...order, limit })
        return { ...found(rows, rows.length), ...warned(warnings) }
      }
      case 'count': {
        const { count, warnings } = await services.tables.count(inputs.table, filter)
        return { exit: 'success', outputs: { count, error: '' }, ...warned(warnings) }
      }
      default:
        return await change(inputs, context, filter)
    }
  },
  options: {
    [TABLES]: async (query, { services }) => {
      const tables = await services.tables.list()
      return pageOfOptions(
        tables.map(({ id, name }) => ({ value: id, label: name })),
        query,
      )
    },
    [TABLE_COLUMNS]: columnsOfTable(),
  },
})

/** Done once, however often the step is: the step's key is stored with the change. */
async function change(inputs: Inputs, context: StepContext, filter: RowFilter): Promise<StepResult> {
  const { services, runId, idempotencyKey: key } = context
  const asked = changeOf(inputs, filter)
  const { rows, count, isAdded } = await services.tables.change(inputs.table, asked, { runId, key })
  const { exit, outputs } = found(rows, count)
  const isNew = inputs.operation === 'add' || isAdded === true
  return { exit, outputs: { ...outputs, isAdded: isNew } }
}

function changeOf({ operation, values = [] }: Inputs, filter: RowFilter): RowChange {
  const { timeZone } = filter
  const cells = () => cellsOf(values)
  switch (operation) {
    case 'change':
      return { kind: 'change', timeZone, filter: requireTests(filter), cells: cells() }
    case 'remove':
      return { kind: 'remove', timeZone, filter: requireTests(filter) }
    case 'add-or-change':
      return { kind: 'add-or-change', timeZone, cells: cells() }
    default:
      return { kind: 'add', timeZone, cells: cells() }
  }
}

function cellsOf(values: NonNullable<Inputs['values']>): GivenCells {
  return objectOf(values.map(({ column, value = '' }) => [column, value]))
}

function filterOf({ match = 'all', tests = [] }: Inputs, { timeZone }: StepContext): RowFilter {
  return { match, timeZone, tests }
}

/** @throws AppError INVALID_VALUE: a change of all rows is never meant by an empty list */
function requireTests(filter: RowFilter): RowFilter {
  if (filter.tests.length > 0) return filter
  throw new AppError('INVALID_VALUE', 'No condition says which rows are meant. Add one.')
}

function found(rows: readonly JsonObject[], count: number) {
  const [first] = rows
  if (first === undefined) return { exit: 'not-found', outputs: { count: 0, error: '' } }
  return { exit: 'success', outputs: { first, rows: [...rows], count, error: '' } }
}

function warned(messages: readonly string[]): { readonly warnings?: readonly StepWarning[] } {
  if (messages.length === 0) return {}
  return { warnings: messages.map((message) => ({ code: 'NOT_COMPARABLE', message })) }
}

function columnsOfTable(): OptionSource {
  return async (query, { services }) => {
    const chosen = (await services.tables.list()).find(({ id }) => id === query.inputs.table)
    const columns = chosen?.columns ?? []
    return pageOfOptions(
      columns.map(({ id, name }) => ({ value: id, label: name })),
      query,
    )
  }
}
