import { parseJson } from '@patchbay/shared/json'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createDatabasePlace, createEmptyPostgres, openTestDatabase } from '../../test/helpers/database.ts'
import { type Database, openDatabase } from './database.ts'
import { jsonText } from './json-text.ts'
import { sqlState } from './store-errors.ts'

let database: Database

beforeAll(async () => {
  database = await openTestDatabase()
})

afterAll(() => database.close())

function addSetting(key: string, value: string) {
  return database.kysely.insertInto('setting').values({ key, value }).execute()
}

function readSetting(key: string) {
  return database.kysely.selectFrom('setting').select('value').where('key', '=', key).executeTakeFirst()
}

describe('values', () => {
  it('come back from json columns as they went in: large integers, order of keys, any key', async () => {
    const text = '{"zebra":12345678901234567890,"apple":{"snake_case":1,"camelCase":2},"__proto__":[0.1,null]}'
    await addSetting('json', text)
    const stored = await readSetting('json')
    expect(jsonText(stored?.value)).toBe(text)
    expect(stored?.value).toEqual(parseJson(text))
  })

  it('keep everything that Postgres can store and replace what it cannot', async () => {
    const value = { 'a\0b': 'x\0y\uD800z', emoji: '👋', quote: `'"\\$1`, line: '\r\n' }
    await addSetting('hostile', jsonText(value))
    expect((await readSetting('hostile'))?.value).toEqual({
      'a\uFFFDb': 'x\uFFFDy\uFFFDz',
      emoji: '👋',
      quote: `'"\\$1`,
      line: '\r\n',
    })
  })

  it('lose a NUL in a text parameter instead of failing the statement', async () => {
    expect(await readSetting('no\0such')).toBeUndefined()
    const { rows } = await sql<{ text: string }>`select ${'a\0b'}::text as text`.execute(database.kysely)
    expect(rows).toEqual([{ text: 'a\uFFFDb' }])
  })

  it('are dates for times and numbers for counts', async () => {
    const { rows } = await sql<{ at: Date; count: number; total: number }>`
      select ${new Date('2026-11-20T08:00:00.123Z')}::timestamptz as at, count(*) as count, sum(n) as total
      from generate_series(1, 3) as n`.execute(database.kysely)
    expect(rows).toEqual([{ at: new Date('2026-11-20T08:00:00.123Z'), count: 3, total: 6 }])
  })
})

describe('transactions', () => {
  it('leave nothing behind when they are rolled back', async () => {
    const failing = database.kysely.transaction().execute(async (transaction) => {
      await transaction.insertInto('setting').values({ key: 'undone', value: '1' }).execute()
      throw new Error('changed my mind')
    })
    await expect(failing).rejects.toThrow('changed my mind')
    expect(await readSetting('undone')).toBeUndefined()
  })

  it('do not pretend to be committed when a statement in them had failed', async () => {
    const failing = database.kysely.transaction().execute(async (transaction) => {
      await transaction.insertInto('setting').values({ key: 'half', value: '1' }).execute()
      await sql`select 1 / 0`.execute(transaction).catch(() => undefined)
    })
    await expect(failing).rejects.toThrow()
    expect(await readSetting('half')).toBeUndefined()
  })

  it('refuse a query of their own that would wait for their end', async () => {
    const deadlock = database.kysely.transaction().execute(async () => {
      await database.kysely.selectFrom('setting').select('key').execute()
    })
    await expect(deadlock).rejects.toThrow('Run the query on the transaction object')
    const nested = database.kysely.transaction().execute(() => database.kysely.transaction().execute(async () => 1))
    await expect(nested).rejects.toThrow('Run the query on the transaction object')
  })

  it('do not hinder queries of others, nor queries after them', async () => {
    const { promise: mayEnd, resolve: end } = Promise.withResolvers<void>()
    const transaction = database.kysely.transaction().execute(async (own) => {
      await own.insertInto('setting').values({ key: 'slow', value: '1' }).execute()
      await mayEnd
    })
    const other = addSetting('other', '2')
    end()
    await Promise.all([transaction, other])
    expect((await readSetting('slow'))?.value).toBe(1)
    expect((await readSetting('other'))?.value).toBe(2)
  })

  it('cannot be used after their end', async () => {
    const leaked = await database.kysely.transaction().execute(async (transaction) => transaction)
    await expect(leaked.selectFrom('setting').select('key').execute()).rejects.toThrow()
  })
})

describe('many at once', () => {
  it('gives each of 200 writers of 20 kB its own answer', async () => {
    const inserted = await Promise.all(
      Array.from({ length: 200 }, (_, index) =>
        database.kysely
          .insertInto('setting')
          .values({ key: `writer-${index}`, value: jsonText(`${index}:${'x'.repeat(20_000)}`) })
          .returning(['key', 'value'])
          .executeTakeFirstOrThrow(),
      ),
    )
    for (const [index, row] of inserted.entries()) {
      expect(row.key).toBe(`writer-${index}`)
      expect(row.value).toBe(`${index}:${'x'.repeat(20_000)}`)
    }
  })

  it('carries the codes of database errors over, and goes on', async () => {
    const results = await Promise.allSettled(Array.from({ length: 20 }, () => addSetting('only-once', '1')))
    const failures = results.filter((result) => result.status === 'rejected')
    expect(failures).toHaveLength(19)
    expect(failures.map(({ reason }) => sqlState(reason))).toEqual(failures.map(() => '23505'))
  })

  it('mixes transactions that fail with those that do not', async () => {
    await Promise.allSettled(
      Array.from({ length: 50 }, (_, index) =>
        database.kysely.transaction().execute(async (transaction) => {
          await transaction
            .insertInto('setting')
            .values({ key: `mixed-${index}`, value: '1' })
            .execute()
          if (index % 2 === 1) throw new Error('odd')
        }),
      ),
    )
    const kept = await database.kysely.selectFrom('setting').select('key').where('key', 'like', 'mixed-%').execute()
    expect(kept).toHaveLength(25)
  })
})

describe('opening', () => {
  it('finds what was stored before', async () => {
    const place = await createDatabasePlace()
    const first = await openDatabase(place.options)
    await first.kysely.insertInto('setting').values({ key: 'kept', value: '"yes"' }).execute()
    await first.close()
    const second = await openDatabase(place.options)
    expect(await second.kysely.selectFrom('setting').selectAll().execute()).toEqual([{ key: 'kept', value: 'yes' }])
    await second.close()
    await place.remove()
  })

  it.runIf(process.env.DB === 'postgres')('lets several processes start together on an empty database', async () => {
    const place = await createEmptyPostgres()
    const opened = await Promise.all(Array.from({ length: 4 }, () => openDatabase(place.options)))
    for (const each of opened) {
      expect(await each.kysely.selectFrom('flow').selectAll().execute()).toEqual([])
    }
    await Promise.all(opened.map((each) => each.close()))
    await place.remove()
  })
})
