import { createHash } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { databaseKind, openTestDatabase } from '../../test/helpers/database.ts'
import type { Database } from './database.ts'

let database: Database

beforeAll(async () => {
  database = await openTestDatabase()
})

afterAll(() => database.close())

const statement = {
  name: 'bytes_query_test',
  sql: 'select length($1::bytea) as size, md5($1::bytea) as sum, $2::text as word, length($3::bytea) as small',
}

describe('a prepared statement', () => {
  it('takes large and small bytes and texts, the first time and the next', async () => {
    for (const size of [100_000, 10, 0, 4_097]) {
      // Moved to another thread, it has to have memory of its own.
      const large = Buffer.allocUnsafeSlow(size).fill('xyz')
      const sum = createHash('md5').update(large).digest('hex')
      const rows = await database.prepared(statement, [large, 'Grüße', Buffer.allocUnsafeSlow(3)])
      expect(rows).toEqual([{ size, sum, word: 'Grüße', small: 3 }])
    }
  })

  it('is used again after one that failed', async () => {
    const failing = { name: 'bytes_query_failing', sql: 'select 1 / length($1::bytea) as share' }
    await expect(database.prepared(failing, [Buffer.alloc(0)])).rejects.toThrow('division by zero')
    expect(await database.prepared(failing, [Buffer.allocUnsafeSlow(1)])).toEqual([{ share: 1 }])
    await expect(database.prepared({ name: 'bytes_query_wrong', sql: 'selekt' }, [])).rejects.toThrow('syntax')
    expect(await database.prepared(failing, [Buffer.allocUnsafeSlow(1)])).toEqual([{ share: 1 }])
  })

  it.runIf(databaseKind === 'postgres')('is not put together by the driver, which would copy it twice', async () => {
    const bind = vi.spyOn(pg.Connection.prototype, 'bind')
    await database.prepared(statement, [Buffer.allocUnsafeSlow(10_000), 'word', Buffer.allocUnsafeSlow(3)])
    expect(bind).not.toHaveBeenCalled()
    bind.mockRestore()
  })
})
