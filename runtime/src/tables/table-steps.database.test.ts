import type { ColumnType, RowOperator } from '@patchbay/shared/api'
import type { Json } from '@patchbay/shared/json'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestDatabase } from '../../test/helpers/database.ts'
import type { RowChange, RowTest, TablePort } from '../kit/tables.ts'
import type { Database } from '../store/database.ts'
import { uuidv7 } from '../store/uuid.ts'
import { createTableRepository } from './table-repository.ts'
import { createTableSteps } from './table-steps.ts'
import { createTables, type Tables } from './tables.ts'

let database: Database
let tables: Tables
let steps: TablePort
let made = 0

beforeAll(async () => {
  database = await openTestDatabase()
  const repository = createTableRepository(database.kysely)
  const now = () => new Date()
  tables = createTables({ kysely: database.kysely, tables: repository, flowsUsing: async () => [], now })
  steps = createTableSteps({ kysely: database.kysely, tables: repository, now })
})

afterAll(() => database.close())

/** A new table with these columns, of which the first may be the key. */
async function tableOf(columns: Readonly<Record<string, ColumnType>>, keyColumn?: string): Promise<string> {
  made += 1
  const given = Object.entries(columns).map(([name, type]) => ({ name, type }))
  const key = keyColumn === undefined ? {} : { keyColumn }
  return (await tables.create({ name: `Table ${made}`, columns: given, ...key }, 'Maya')).id
}

const zone = { timeZone: 'America/New_York' } as const
const step = () => ({ runId: uuidv7(), key: `${uuidv7()}.2.1` })
const change = (table: string, asked: RowChange) => steps.change(table, asked, step())
const add = (table: string, cells: Readonly<Record<string, Json>>) => change(table, { kind: 'add', cells, ...zone })
const where = (...tests: RowTest[]) => ({ match: 'all', tests, ...zone }) as const

const people = [
  { name: 'Ana Müller', age: 31, member: true, since: '2026-01-31', phone: '+1 305 555 0101' },
  { name: 'Ben', age: 9, member: false, since: '2026-01-31 09:30', phone: '+1 305 555 0102' },
  { name: 'chloé 50%', age: 100, since: '2026-02-01T00:00' },
  { name: 'Dan_x' },
]

describe('rows of a table', () => {
  let table: string

  beforeAll(async () => {
    table = await tableOf({ name: 'text', age: 'number', member: 'boolean', since: 'date', phone: 'phone' })
    for (const person of people) await add(table, person)
  })

  const names = async (...tests: RowTest[]) =>
    (await steps.find(table, { ...where(...tests), limit: 50 })).rows.map(({ name }) => String(name).slice(0, 3))

  it.each<[column: string, operator: RowOperator, value: Json, upTo: Json, found: string[]]>([
    ['name', 'equals', ' ANA  MÜLLER', null, []],
    ['name', 'equals', ' ANA MÜLLER ', null, ['Ana']],
    ['name', 'not-equals', 'ben', null, ['Ana', 'chl', 'Dan']],
    ['name', 'contains', 'é 5', null, ['chl']],
    ['name', 'contains', '%', null, ['chl']],
    ['name', 'contains', '_', null, ['Dan']],
    ['name', 'contains', '', null, []],
    ['name', 'not-contains', 'n', null, ['chl']],
    ['name', 'starts-with', 'AN', null, ['Ana']],
    ['name', 'ends-with', '50%', null, ['chl']],
    ['name', 'matches', 'a*r', null, ['Ana']],
    ['name', 'is-one-of', 'ben, dan_x', null, ['Ben', 'Dan']],
    ['name', 'is-one-of', ['Ben'], null, ['Ben']],
    ['age', 'equals', '31.0', null, ['Ana']],
    ['age', 'greater-than', '9', null, ['Ana', 'chl']],
    ['age', 'at-least', 9, null, ['Ana', 'Ben', 'chl']],
    ['age', 'between', '9', '31', ['Ana', 'Ben']],
    ['age', 'is-empty', null, null, ['Dan']],
    ['age', 'equals', '', null, ['Dan']],
    ['age', 'less-than', '', null, []],
    ['member', 'equals', 'yes', null, ['Ana']],
    ['member', 'not-equals', 'yes', null, ['Ben', 'chl', 'Dan']],
    ['since', 'equals', '2026-01-31', null, ['Ana', 'Ben']],
    ['since', 'equals', '2026-01-31T14:30:00Z', null, ['Ben']],
    ['since', 'after', '2026-01-31', null, ['chl']],
    ['since', 'before', '2026-01-31', null, []],
    ['since', 'at-most', '2026-01-31', null, ['Ana', 'Ben']],
    ['since', 'between', '2026-01-31 08:00', '2026-02-01', ['Ben', 'chl']],
    ['phone', 'equals', '305-555-0102', null, ['Ben']],
    ['phone', 'is-not-empty', null, null, ['Ana', 'Ben']],
  ])('are found where %s %s %j %j', async (column, operator, value, upTo, found) => {
    expect(await names({ column, operator, value, upTo })).toEqual(found)
  })

  it('are found by all conditions or by any of them', async () => {
    const tests = [
      { column: 'age', operator: 'greater-than', value: 30 },
      { column: 'name', operator: 'starts-with', value: 'b' },
    ] as const
    expect(await steps.count(table, { match: 'all', tests, ...zone })).toEqual({ count: 0, warnings: [] })
    expect(await steps.count(table, { match: 'any', tests, ...zone })).toEqual({ count: 3, warnings: [] })
  })

  it('have a member for every column, and are sorted by one with empty cells last', async () => {
    const sorted = async (column: string, direction: 'up' | 'down') => {
      const { rows } = await steps.find(table, { ...where(), sort: { column, direction }, limit: 50 })
      return rows.map(({ name }) => String(name).slice(0, 3))
    }
    expect(await sorted('age', 'up')).toEqual(['Ben', 'Ana', 'chl', 'Dan'])
    expect(await sorted('age', 'down')).toEqual(['chl', 'Ana', 'Ben', 'Dan'])
    expect(await sorted('name', 'down')).toEqual(['Dan', 'chl', 'Ben', 'Ana'])
    const [last] = (
      await steps.find(table, { ...where({ column: 'name', operator: 'equals', value: 'dan_x' }), limit: 1 })
    ).rows
    expect(last).toEqual({ name: 'Dan_x', age: null, member: null, since: null, phone: null })
  })

  it('are compared with nothing that their column cannot hold, and the warning says so', async () => {
    const asked = { ...where({ column: 'age', operator: 'greater-than', value: 'many' }), limit: 1 }
    const message = '"many" is not a number, so it was not compared with age.'
    expect(await steps.find(table, asked)).toEqual({ rows: [], warnings: [message] })
  })

  it('are compared with a thousand choices, and with more never', async () => {
    const choices = (count: number) => Array.from({ length: count }, (_, index) => (index === 0 ? 'Ben' : `x${index}`))
    const one = (value: Json) => names({ column: 'name', operator: 'is-one-of', value })
    expect(await one(choices(1_000))).toEqual(['Ben'])
    const message = expect.stringContaining(
      'name: "Is one of" compares with 1,000 values at most, and these are 1,001.',
    )
    await expect(one(choices(1_001))).rejects.toMatchObject({ code: 'INVALID_VALUE', message })
    await expect(one(choices(1_001).join())).rejects.toMatchObject({ code: 'INVALID_VALUE' })
  })

  it('come in pages by every column, without a gap and without a repetition', async () => {
    for (const sort of [undefined, 'name', 'age', 'member', 'since']) {
      for (const direction of ['up', 'down'] as const) {
        const seen: string[] = []
        for (let after: string | null | undefined; after !== null; ) {
          const page = { limit: 1, ...(after === undefined ? {} : { after }) }
          const { items, next } = await tables.rows(table, { sort, direction }, page)
          seen.push(...items.map(({ cells }) => String(cells.name)))
          after = next
        }
        expect(seen.toSorted()).toEqual(people.map(({ name }) => name).toSorted())
      }
    }
  })

  it.each([
    ['müller', ['Ana Müller']],
    ['(305) 555', ['Ana Müller', 'Ben']],
    ['50%', ['chloé 50%']],
    ['true', []],
  ])('are searched for %s in every cell', async (search, found) => {
    const { items } = await tables.rows(table, { search }, { limit: 50 })
    expect(items.map(({ cells }) => cells.name)).toEqual(found)
  })

  it('no longer have the cells of a column that was removed', async () => {
    const other = await tableOf({ name: 'text', secret: 'text' })
    await add(other, { name: 'Ana', secret: 'xyzzy' })
    await tables.removeColumn(other, 'secret', 'Maya')
    expect((await tables.rows(other, { search: 'xyzzy' }, { limit: 5 })).items).toEqual([])
    expect((await tables.rows(other, {}, { limit: 5 })).items[0]?.cells).toEqual({ name: 'Ana' })
  })
})

describe('a change of rows', () => {
  it('changes the cells that are named, of every row that fits, and says how many', async () => {
    const table = await tableOf({ name: 'text', state: 'text', note: 'text' })
    for (const name of ['Ana', 'Ben', 'Chloe']) await add(table, { name, state: 'new', note: 'keep' })
    const filter = where({ column: 'name', operator: 'not-equals', value: 'ben' })
    const { count, rows } = await change(table, { kind: 'change', filter, cells: { state: 'done', note: '' }, ...zone })
    expect([count, rows]).toEqual([
      2,
      [
        { name: 'Ana', state: 'done', note: null },
        { name: 'Chloe', state: 'done', note: null },
      ],
    ])
    expect((await steps.count(table, where({ column: 'note', operator: 'is-empty' }))).count).toBe(2)
    expect((await change(table, { kind: 'remove', filter, ...zone })).count).toBe(2)
    expect((await tables.get(table)).rowCount).toBe(1)
  })

  it('is made once for a step, whatever happens to the row in between', async () => {
    const table = await tableOf({ name: 'text' })
    const own = step()
    const adding: RowChange = { kind: 'add', cells: { name: 'Ana' }, ...zone }
    const first = await steps.change(table, adding, own)
    await change(table, { kind: 'remove', filter: where(), ...zone })
    expect(await steps.change(table, adding, own)).toEqual(first)
    expect((await tables.get(table)).rowCount).toBe(0)
  })

  it('of the same step in two processes at once is made once', async () => {
    const table = await tableOf({ name: 'text' })
    const own = step()
    const adding: RowChange = { kind: 'add', cells: { name: 'Ana' }, ...zone }
    const both = await Promise.all([steps.change(table, adding, own), steps.change(table, adding, own)])
    expect(both[0]).toEqual(both[1])
    expect((await tables.get(table)).rowCount).toBe(1)
  })

  it('that adds a key which a row has is refused, and leaves nothing behind', async () => {
    const table = await tableOf({ code: 'text', name: 'text' }, 'code')
    await add(table, { code: 'A-1', name: 'Ana' })
    await expect(add(table, { code: 'a-1', name: 'Ben' })).rejects.toMatchObject({ code: 'ROW_EXISTS' })
    await expect(add(table, { name: 'Ben' })).rejects.toMatchObject({ code: 'INVALID_VALUE' })
    const emptied: RowChange = { kind: 'change', filter: where(), cells: { code: '' }, ...zone }
    await expect(change(table, emptied)).rejects.toMatchObject({ code: 'INVALID_VALUE' })
    expect((await tables.get(table)).rowCount).toBe(1)
  })

  it('by many at once adds each key once, and loses no cell', async () => {
    const table = await tableOf({ code: 'text', a: 'number', b: 'number' }, 'code')
    const upsert = (cells: Readonly<Record<string, Json>>) => change(table, { kind: 'add-or-change', cells, ...zone })
    const done = await Promise.all(
      Array.from({ length: 20 }, (_, index) => upsert({ code: `k${index % 4}`, [index % 2 === 0 ? 'a' : 'b']: index })),
    )
    expect(done.filter(({ isAdded }) => isAdded)).toHaveLength(4)
    const { rows } = await steps.find(table, { ...where(), limit: 50 })
    expect(rows).toHaveLength(4)
    expect((await tables.get(table)).rowCount).toBe(4)
  })

  it('names what is missing: the table, the column, the key', async () => {
    const table = await tableOf({ name: 'text' })
    await expect(add('nowhere', {})).rejects.toMatchObject({ code: 'TABLE_NOT_FOUND' })
    await expect(add(table, { colour: 'red' })).rejects.toThrow('no column "colour". It has: name.')
    const keyless: RowChange = { kind: 'add-or-change', cells: { name: 'Ana' }, ...zone }
    await expect(change(table, keyless)).rejects.toThrow('has no key column')
  })
})

describe('the key column', () => {
  it('is chosen only where every row has a value of its own', async () => {
    const table = await tableOf({ code: 'text', name: 'text' })
    await add(table, { code: '1', name: 'Ana' })
    await add(table, { code: '2', name: 'ANA' })
    await expect(tables.change(table, { keyColumn: 'name' }, 'Maya')).rejects.toMatchObject({ code: 'ROW_EXISTS' })
    expect((await tables.change(table, { keyColumn: 'code' }, 'Maya')).keyColumn).toBe('code')
    await expect(add(table, { code: '2' })).rejects.toMatchObject({ code: 'ROW_EXISTS' })
    await expect(tables.removeColumn(table, 'code', 'Maya')).rejects.toMatchObject({ code: 'INVALID_INPUT' })
    await tables.change(table, { keyColumn: null }, 'Maya')
    await add(table, { code: '2' })
    await add(table, { name: 'Ben' })
    await expect(tables.change(table, { keyColumn: 'code' }, 'Maya')).rejects.toThrow('1 rows have no value in code')
  })
})

describe('a table of 100,000 rows', () => {
  it('is imported a few lines at a time, found by an index, and takes no row more', async () => {
    const table = await tableOf({ code: 'text', name: 'text', amount: 'number' }, 'code')
    const lines = Array.from({ length: 100_000 }, (_, index) => `C-${index},Person ${index % 5_000},${index}`)
    const csv = `Code,Name,Amount\r\n${lines.join('\r\n')}\r\n`
    const before = process.memoryUsage().heapUsed
    let most = 0
    const watch = setInterval(() => (most = Math.max(most, process.memoryUsage().heapUsed - before)), 20)
    const given = { csv, check: false, addColumns: false, by: 'Maya' }
    expect(await tables.import(table, given)).toMatchObject({ toAdd: 100_000, wrongLines: 0, isImported: true })
    clearInterval(watch)
    // Cells and rows of all lines at once take several times as much.
    expect(most).toBeLessThan(150 * 1024 * 1024)
    await expect(add(table, { code: 'one more' })).rejects.toMatchObject({ code: 'TABLE_FULL' })
    expect((await steps.count(table, where({ column: 'name', operator: 'equals', value: 'person 77' }))).count).toBe(20)
    await sql`analyze data_row`.execute(database.kysely)
    const { rows: plan } = await sql<{ 'QUERY PLAN': string }>`explain select id from data_row
      where table_id = ${table} and compared @> '{"name":"person 77"}'::jsonb order by id limit 51`.execute(
      database.kysely.withoutPlugins(),
    )
    expect(plan.map((line) => line['QUERY PLAN']).join('\n')).toContain('data_row_compared')
    const { items } = await tables.rows(table, { search: 'c-99999' }, { limit: 50 })
    expect(items.map(({ cells }) => cells.amount)).toEqual([99_999])
    const again = await tables.import(table, { ...given, csv: 'code,amount\nC-5,-1\nC-99999,0\n' })
    expect(again).toMatchObject({ toAdd: 0, toChange: 2, isImported: true })
    const [changed] = (await tables.rows(table, { column: 'code', value: 'C-5' }, { limit: 1 })).items
    expect(changed?.cells).toEqual({ code: 'C-5', name: 'Person 5', amount: -1 })
  }, 240_000)
})
