import type { FlowNode } from '@patchbay/shared/flow'
import { describe, expect, it } from 'vitest'
import { createStepContext } from '../../../../test/helpers/step-context.ts'
import type { RowChange, RowFilter, TablePort } from '../../../kit/tables.ts'
import { tableAction } from './run.ts'

const columns = [
  { id: 'name', name: 'Name', type: 'text' },
  { id: 'visits', name: 'Visits', type: 'number' },
] as const

/** A table with these rows, and what was asked of it. */
function port(rows: readonly { readonly name: string }[], warnings: readonly string[] = []) {
  const asked: { filters: RowFilter[]; changes: (readonly [RowChange, string])[] } = { filters: [], changes: [] }
  const tables: TablePort = {
    list: async () => [{ id: 'guests', name: 'Guests', columns }],
    async find(_table, query) {
      asked.filters.push(query)
      return { rows: rows.slice(0, query.limit), warnings }
    },
    async count(_table, filter) {
      asked.filters.push(filter)
      return { count: rows.length, warnings }
    },
    async change(_table, change, { key }) {
      asked.changes.push([change, key])
      return { count: rows.length, rows, isAdded: change.kind === 'add-or-change' }
    },
  }
  return { asked, tables }
}

async function run(inputs: FlowNode['inputs'], { tables }: ReturnType<typeof port>) {
  const context = createStepContext({ tables })
  try {
    return await tableAction.run({ table: 'guests', ...inputs }, context)
  } finally {
    await context.close()
  }
}

const tests = [{ column: 'name', operator: 'equals', value: 'Ana' }]
const values = [{ column: 'name', value: 'Ana' }, { column: 'visits' }]
const ana = { name: 'Ana' }

describe('Table', () => {
  it('leaves the rows that it finds, and takes Not Found where there is none', async () => {
    const some = port([ana, { name: 'Ben' }])
    expect(await run({ operation: 'find', tests, limit: 1 }, some)).toEqual({
      exit: 'success',
      outputs: { first: ana, rows: [ana], count: 1, error: '' },
    })
    expect(some.asked.filters).toEqual([{ match: 'all', tests, timeZone: 'America/New_York', limit: 1 }])
    expect(await run({ operation: 'find' }, port([]))).toEqual({ exit: 'not-found', outputs: { count: 0, error: '' } })
  })

  it('counts, and none is a number too', async () => {
    const counted = await run({ operation: 'count' }, port([], ['"x" is not a number.']))
    expect(counted).toEqual({
      exit: 'success',
      outputs: { count: 0, error: '' },
      warnings: [{ code: 'NOT_COMPARABLE', message: '"x" is not a number.' }],
    })
  })

  it.each([
    ['add', true],
    ['add-or-change', true],
    ['change', false],
  ])('%s hands the cells over with the key of the step', async (operation, isAdded) => {
    const some = port([ana])
    const result = await run({ operation, tests, values }, some)
    expect(result).toEqual({ exit: 'success', outputs: { first: ana, rows: [ana], count: 1, isAdded, error: '' } })
    const cells = { name: 'Ana', visits: '' }
    const key = '01990000-0000-7000-8000-000000000001.2.1'
    expect(some.asked.changes).toEqual([[expect.objectContaining({ kind: operation, cells }), key]])
  })

  it.each(['change', 'remove'])('%s without a condition touches nothing', async (operation) => {
    const some = port([ana])
    await expect(run({ operation, values }, some)).rejects.toMatchObject({ code: 'INVALID_VALUE' })
    expect(some.asked.changes).toEqual([])
  })

  it('offers the tables, and the columns of the chosen one', async () => {
    const { tables } = port([])
    const context = createStepContext({ tables })
    const ask = (source: string, inputs: Record<string, string>) =>
      tableAction.options?.[source]?.({ search: '', after: '', inputs }, context)
    expect(await ask('tables', {})).toEqual({ items: [{ value: 'guests', label: 'Guests' }], next: null })
    const items = columns.map(({ id, name }) => ({ value: id, label: name }))
    expect(await ask('table-columns', { table: 'guests' })).toEqual({ items, next: null })
    expect(await ask('table-columns', {})).toEqual({ items: [], next: null })
    await context.close()
  })
})
