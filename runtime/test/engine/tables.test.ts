import { isFinal } from '@patchbay/shared/api'
import type { FlowNode } from '@patchbay/shared/flow'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Database } from '../../src/store/database.ts'
import { createTableRepository } from '../../src/tables/table-repository.ts'
import { createTables, type Tables } from '../../src/tables/tables.ts'
import { openTestDatabase } from '../helpers/database.ts'
import { createEngineRig, type EngineNode, type EngineRig, nodeOf, startRun } from '../helpers/engine-rig.ts'
import { eventually } from '../helpers/eventually.ts'

let database: Database
let rig: EngineRig
let tables: Tables
let table: string
let count = 0

beforeAll(async () => {
  database = await openTestDatabase()
  const now = () => new Date()
  const repository = createTableRepository(database.kysely)
  tables = createTables({ kysely: database.kysely, tables: repository, flowsUsing: async () => [], now })
})

beforeEach(async () => {
  count += 1
  rig = await createEngineRig(database)
  const columns = [
    { name: 'Phone', type: 'phone' },
    { name: 'Name', type: 'text' },
    { name: 'Visits', type: 'number' },
  ] as const
  table = (await tables.create({ name: `Guests ${count}`, columns: [...columns], keyColumn: 'phone' }, 'Maya')).id
})

afterEach(() => rig.close())

afterAll(() => database.close())

type Inputs = FlowNode['inputs']

const step = (operation: string, inputs: Inputs = {}) => nodeOf(2, 'table', { operation, table, ...inputs })
const values = (phone: string, name = '$body.name') => [
  { column: 'phone', value: phone },
  { column: 'name', value: name },
]
const byPhone = (phone: string) => [{ column: 'phone', operator: 'equals', value: phone }]

async function ended(runId: string) {
  return eventually(async () => {
    const run = await rig.runs.get(runId)
    return isFinal(run.status) && run
  })
}

async function play(process: EngineNode, node: FlowNode, body: Record<string, string | number> = {}) {
  const run = await ended(await startRun(process, rig.deploy([node]), body))
  const last = run.steps.at(-1)
  return { status: run.status, exit: last?.exit, outputs: last?.outputs, error: last?.error?.code }
}

describe('the action Table', () => {
  it('adds, finds, changes, counts and removes rows, and its step shows them', async () => {
    const process = await rig.start()
    const ana = { phone: '+13055550101', name: 'Ana', visits: null }
    const added = await play(process, step('add', { values: values('(305) 555-0101', '$IAPI_1.body.name') }), {
      name: 'Ana',
    })
    expect(added).toMatchObject({ exit: 'success', outputs: { first: ana, rows: [ana], count: 1, isAdded: true } })
    expect(await play(process, step('add', { values: values('+13055550101', 'Ben') }))).toMatchObject({
      status: 'failed',
      exit: 'failure',
      error: 'ROW_EXISTS',
    })
    const tests = byPhone('$IAPI_1.body.from')
    const found = await play(process, step('find', { tests }), { from: '305 555 0101' })
    expect(found).toMatchObject({ exit: 'success', outputs: { first: ana, count: 1 } })
    expect(await play(process, step('find', { tests }), { from: '+13055550199' })).toMatchObject({
      exit: 'not-found',
      outputs: { count: 0 },
    })
    const cells = [{ column: 'visits', value: '$IAPI_1.body.visits' }]
    const changed = await play(process, step('change', { tests: byPhone('+13055550101'), values: cells }), {
      visits: 3,
    })
    expect(changed).toMatchObject({ exit: 'success', outputs: { first: { ...ana, visits: 3 }, isAdded: false } })
    const upserted = await play(process, step('add-or-change', { values: values('+13055550102', 'Ben') }))
    expect(upserted).toMatchObject({ exit: 'success', outputs: { isAdded: true } })
    expect(await play(process, step('count'))).toMatchObject({ exit: 'success', outputs: { count: 2 } })
    const removed = await play(process, step('remove', { tests: byPhone('+13055550101') }))
    expect(removed).toMatchObject({ exit: 'success', outputs: { first: { name: 'Ana' }, count: 1 } })
    expect(await play(process, step('remove', { tests: byPhone('+13055550101') }))).toMatchObject({ exit: 'not-found' })
    expect(await play(process, step('remove'))).toMatchObject({ exit: 'failure', error: 'INVALID_VALUE' })
    expect((await tables.get(table)).rowCount).toBe(1)
    expect(rig.faults).toEqual([])
  })

  it('says by a warning that a value could not be compared', async () => {
    const process = await rig.start()
    const tests = [{ column: 'visits', operator: 'greater-than', value: 'many' }]
    const run = await ended(await startRun(process, rig.deploy([step('count', { tests })])))
    expect(run.steps[1]?.warnings).toMatchObject([{ code: 'NOT_COMPARABLE' }])
  })

  it.each([
    ['add', 1],
    ['remove', 0],
  ])('does %s once when its process dies between the change and the record of the step', async (operation, left) => {
    if (operation === 'remove') await tables.addRow(table, { cells: { phone: '+13055550101' } })
    const died = Promise.withResolvers<void>()
    const dying: EngineNode = await rig.start({
      services: {
        ...rig.services,
        tables: {
          ...rig.services.tables,
          async change(...asked) {
            await rig.services.tables.change(...asked)
            await dying.lose()
            died.resolve()
            return new Promise(() => {})
          },
        },
      },
    })
    const inputs = operation === 'add' ? { values: values('+13055550101', 'Ana') } : { tests: byPhone('+13055550101') }
    const runId = await startRun(dying, rig.deploy([step(operation, inputs)]))
    await died.promise
    await rig.start()
    const run = await ended(runId)
    expect(run.steps.at(-1)).toMatchObject({ exit: 'success', outputs: { count: 1, first: { phone: '+13055550101' } } })
    expect((await tables.get(table)).rowCount).toBe(left)
    expect((await tables.rows(table, {}, { limit: 10 })).items).toHaveLength(left)
  })
})
