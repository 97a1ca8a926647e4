import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestDatabase } from '../../../test/helpers/database.ts'
import type { Database } from '../database.ts'

let database: Database

beforeAll(async () => {
  database = await openTestDatabase()
})

afterAll(() => database.close())

const statement = {
  name: 'prepared_test',
  sql: 'select length($1::bytea) as size, md5($1::bytea) as sum, $2::text as word, length($3::bytea) as small',
}

describe('a prepared statement', () => {
  it('takes large and small bytes and texts, the first time and the next', async () => {
    for (const size of [100_000, 10, 0, 4_097]) {
      // Memory of its own is needed to transfer it to another thread.
      const large = Buffer.allocUnsafeSlow(size).fill('xyz')
      const sum = createHash('md5').update(large).digest('hex')
      const rows = await database.prepared(statement, [large, 'Grüße', Buffer.allocUnsafeSlow(3)])
      expect(rows).toEqual([{ size, sum, word: 'Grüße', small: 3 }])
    }
  })

  it('has its columns when it first answered without a row, and after another connection described it', async () => {
    const some = {
      name: 'prepared_rows',
      sql: 'select at, at * 2.5::float8 as more from generate_series(1, $1::int) as at',
    }
    expect(await database.prepared(some, ['0'])).toEqual([])
    const rows = [
      { at: 1, more: 2.5 },
      { at: 2, more: 5 },
    ]
    expect(await database.prepared(some, ['2'])).toEqual(rows)
    const other = await openTestDatabase()
    try {
      expect(await other.prepared(some, ['2'])).toEqual(rows)
    } finally {
      await other.close()
    }
  })

  it('is used again after one that failed', async () => {
    const failing = { name: 'prepared_failing', sql: 'select 1 / length($1::bytea) as share' }
    await expect(database.prepared(failing, [Buffer.alloc(0)])).rejects.toThrow('division by zero')
    expect(await database.prepared(failing, [Buffer.allocUnsafeSlow(1)])).toEqual([{ share: 1 }])
    await expect(database.prepared({ name: 'prepared_wrong', sql: 'selekt' }, [])).rejects.toThrow('syntax')
    expect(await database.prepared(failing, [Buffer.allocUnsafeSlow(1)])).toEqual([{ share: 1 }])
  })
})
