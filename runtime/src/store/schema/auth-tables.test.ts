import { getAuthTables } from '@better-auth/core/db'
import { admin } from 'better-auth/plugins'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestDatabase } from '../../../test/helpers/database.ts'
import type { Database } from '../database.ts'
import { authTables } from './auth-tables.ts'

let database: Database

beforeAll(async () => {
  database = await openTestDatabase()
})

afterAll(() => database.close())

describe('the sign-in tables', () => {
  it.each(Object.entries(authTables))('hold every column that better-auth needs for %s', async (model, table) => {
    const needed = Object.entries(getAuthTables({ plugins: [admin()] })[model]?.fields ?? {})
    const tables = await database.kysely.introspection.getTables()
    const columns = tables.find(({ name }) => name === table)?.columns ?? []
    const byName = new Map(columns.map((column) => [camelCase(column.name), column]))
    expect(needed.length).toBeGreaterThan(4)
    expect([...byName.keys()].sort()).toEqual(['id', ...needed.map(([name]) => name)].sort())
    for (const [name, { required }] of needed) {
      if (required === false) expect(byName.get(name)?.isNullable).toBe(true)
    }
  })
})

function camelCase(name: string): string {
  return name.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
}
