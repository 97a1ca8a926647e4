import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestDatabase } from '../../../test/helpers/database.ts'
import type { Database } from '../database.ts'
import { uuidv7 } from '../uuid.ts'
import { createTokenRepository, type TokenRepository } from './token-repository.ts'

let database: Database
let tokens: TokenRepository
const start = Date.parse('2026-11-20T08:00:00Z')

beforeAll(async () => {
  database = await openTestDatabase()
  tokens = createTokenRepository(database.kysely)
})

afterAll(() => database.close())

function create(name: string, createdAt = new Date(start)) {
  const expiresAt = new Date(start + 1_000)
  return tokens.create({
    id: uuidv7(),
    name,
    userId: null,
    roles: ['api-user'],
    createdAt,
    createdBy: 'Ada',
    expiresAt,
    hash: `hash of ${name}`,
  })
}

describe('API tokens', () => {
  it('are found by their hash, which nothing answers', async () => {
    const token = await create('CRM')
    expect(await tokens.findByHash('hash of CRM')).toEqual(token)
    expect(Object.keys(token)).not.toContain('hash')
    expect(await tokens.findByHash('CRM')).toBeUndefined()
  })

  it('remember their last use, to the minute', async () => {
    const { id } = await create('Busy')
    const lastUse = async () => (await tokens.findByHash('hash of Busy'))?.lastUsedAt
    await tokens.touch(id, new Date(start))
    await tokens.touch(id, new Date(start + 30_000))
    expect(await lastUse()).toEqual(new Date(start))
    await tokens.touch(id, new Date(start + 61_000))
    expect(await lastUse()).toEqual(new Date(start + 61_000))
  })

  it('are listed newest first and can be removed', async () => {
    await database.kysely.deleteFrom('apiToken').execute()
    const oldest = await create('Oldest', new Date(start))
    await create('Middle', new Date(start + 1))
    await create('Newest', new Date(start + 2))
    const page = await tokens.list({ limit: 2 })
    expect(page.items.map(({ name }) => name)).toEqual(['Newest', 'Middle'])
    expect(await tokens.list({ limit: 2, after: page.next ?? '' })).toEqual({ items: [oldest], next: null })
    await tokens.remove(oldest.id)
    expect(await tokens.findByHash('hash of Oldest')).toBeUndefined()
    await expect(tokens.remove(oldest.id)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(tokens.remove('CRM')).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})
