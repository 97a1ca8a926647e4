import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestDatabase } from '../../../test/helpers/database.ts'
import type { Database } from '../database.ts'
import { type RowEncoder, readRowEncoder } from './row-encoder.ts'
import type { RowOf } from './run-columns.ts'

let database: Database
let encoder: RowEncoder<Row>

const columns = {
  id: { type: 'uuid' },
  count: { type: 'integer' },
  text: { type: 'text' },
  data: { type: 'json' },
  yes: { type: 'boolean' },
  size: { type: 'double precision' },
  at: { type: 'timestamptz' },
} as const
type Row = RowOf<typeof columns>

function rowOf(values: Readonly<Record<string, unknown>>): Buffer {
  // Also values that the types rule out, since values come from outside.
  return encoder.row(values as Row)
}

beforeAll(async () => {
  database = await openTestDatabase()
  await sql`create type sample as (id uuid, count integer, text text, data json, yes boolean, size double precision,
    at timestamptz)`.execute(database.kysely)
  encoder = await readRowEncoder(database.kysely.withoutPlugins(), { name: 'sample', columns })
})

afterAll(() => database.close())

async function readBack(...rows: readonly Buffer[]): Promise<unknown[]> {
  const statement = {
    name: 'read_sample',
    sql: 'select to_json(sample)::text as row from unnest($1::sample[]) as sample',
  }
  const found = await database.prepared<{ row: string }>(statement, [encoder.list(rows)])
  return found.map(({ row }) => JSON.parse(row))
}

const id = '01890a5d-ac96-774b-bcce-b302099a8057'

describe('rows in binary form', () => {
  it('hold every type, and null for what is not given', async () => {
    const full = { id, count: -7, text: 'größe 👋', data: { a: [1, 'x'] }, yes: true, size: 1.25 }
    const rows = [rowOf({ ...full, at: new Date('2026-03-04T05:06:07.089Z') }), rowOf({ count: 1 })]
    const [first, second] = await readBack(...rows)
    expect(first).toMatchObject(full)
    const nothing = { id: null, text: null, data: null, yes: null, size: null, at: null }
    expect(second).toEqual({ count: 1, ...nothing })
  })

  it.each([
    '1969-12-31T23:59:59.999Z',
    '2000-01-01T00:00:00.000Z',
    '2026-11-20T11:12:13.014Z',
    '2261-01-01T00:00:00.001Z',
  ])('hold the time %s to the millisecond', async (time) => {
    const [row] = await readBack(rowOf({ at: new Date(time) }))
    expect(new Date((row as { at: string }).at).toISOString()).toBe(time)
  })

  it('replace what the database cannot store in texts and json', async () => {
    const [row] = await readBack(rowOf({ text: 'a\0b\ud800', data: { 'k\0': '\udc00', plain: '\\u0000' } }))
    expect(row).toMatchObject({ text: 'a\ufffdb\ufffd', data: { 'k\ufffd': '\ufffd', plain: '\\u0000' } })
  })

  it('take large values, also after larger ones', async () => {
    const sizes = [10, 3_000_000, 10, 70_000]
    const rows = await readBack(...sizes.map((size) => rowOf({ text: '€'.repeat(size) })))
    expect(rows.map((row) => (row as { text: string }).text.length)).toEqual(sizes)
  })

  it.each([
    { count: 1.5 },
    { count: 2 ** 31 },
    { id: 'x' },
    { text: 1 },
    { yes: 'yes' },
    { at: 'soon' },
    { at: new Date('soon') },
  ])('refuse %j', (values) => {
    expect(() => rowOf(values)).toThrow(expect.objectContaining({ code: 'NOT_STORABLE' }))
  })

  it('are not made for a type that has other columns in the database', async () => {
    const kysely = database.kysely.withoutPlugins()
    const { size: _, ...fewer } = columns
    const other = { ...fewer, at: { type: 'text' }, more: { type: 'json' } } as const
    await expect(readRowEncoder(kysely, { name: 'sample', columns: other })).rejects.toThrow(
      'The database type sample has other columns: at 25, more 114, size 701, at 1184.',
    )
  })

  it('refuse a column that the type does not have', () => {
    expect(() => rowOf({ other: 1 })).toThrow('other')
  })

  it('refuse json whose text would be longer than a text can be', () => {
    // The fault of V8 at 512 MiB, without the memory.
    const tooLong = { toJSON: () => 'x'.repeat(2 ** 30) }
    expect(() => rowOf({ data: tooLong })).toThrow(expect.objectContaining({ code: 'NOT_STORABLE' }))
  })

  it('refuse json that is nested too deep', () => {
    let deep: unknown = 'x'
    for (let level = 0; level < 20_000; level += 1) deep = [deep]
    expect(() => rowOf({ data: deep })).toThrow(expect.objectContaining({ code: 'NOT_STORABLE' }))
  })
})
