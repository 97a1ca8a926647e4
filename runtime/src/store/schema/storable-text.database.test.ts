import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openTestDatabase } from '../../../test/helpers/database.ts'
import type { Database } from '../database.ts'

let database: Database

beforeAll(async () => {
  database = await openTestDatabase()
})

afterAll(() => database.close())

it('a NUL that a client sent becomes U+FFFD, alone and in a list', async () => {
  const { rows } = await sql<{ one: string; list: string[] }>`
    select ${'a\0b'}::text as one, ${['c', 'd\0']}::text[] as list`.execute(database.kysely)
  expect(rows).toEqual([{ one: 'a�b', list: ['c', 'd�'] }])
})
