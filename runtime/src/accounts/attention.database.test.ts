import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openTestDatabase } from '../../test/helpers/database.ts'
import type { Database } from '../store/database.ts'
import { uuidv7 } from '../store/uuid.ts'
import { type Attention, createAttention } from './attention.ts'

const REFUSED = 'The bridge answered 401: it does not accept the account.'
const failure = { times: 3, message: 'It answered 400.' }
let database: Database
let attention: Attention
let told: string[]
let accountId: string

beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database.close())

beforeEach(async () => {
  accountId = uuidv7()
  told = []
  attention = createAttention({
    kysely: database.kysely,
    async reportLoss({ problem }) {
      return { enter: async () => void told.push(problem), wake: () => undefined }
    },
    onChange: () => undefined,
  })
  await sql`insert into account (id, type, name, properties, secrets, created_at, modified_at, modified_by)
    values (${accountId}, 'bridge:crm', 'CRM', '{}', '{}', now(), now(), 'user:me')`.execute(database.kysely)
})

async function marked(): Promise<string | null | undefined> {
  const row = await database.kysely
    .selectFrom('account')
    .select('attention')
    .where('id', '=', accountId)
    .executeTakeFirst()
  return row?.attention
}

describe('an account in trouble', () => {
  it('is told of once, however often it is said', async () => {
    for (const times of [3, 4, 5]) await attention.markSynchronization(accountId, 'contacts', { ...failure, times })
    await attention.mark(accountId, REFUSED)
    expect(told).toEqual(['Its contacts could not be synchronized 3 times in a row. It answered 400.'])
    expect(await marked()).toBe(told[0])
  })

  it('is so until what has marked it goes well', async () => {
    await attention.markSynchronization(accountId, 'contacts', failure)
    await attention.mark(accountId, null)
    await attention.markSynchronization(accountId, 'agents', null)
    expect(await marked()).toContain('contacts')
    await attention.markSynchronization(accountId, 'contacts', null)
    expect(await marked()).toBeNull()
  })

  it('that is refused is so until its service takes it, whatever was synchronized', async () => {
    await attention.mark(accountId, REFUSED)
    for (const subject of ['contacts', 'agents'] as const) await attention.markSynchronization(accountId, subject, null)
    expect(await marked()).toBe(REFUSED)
    await attention.mark(accountId, null)
    expect(await marked()).toBeNull()
  })

  it('is told of anew where one trouble has ended and another one goes on', async () => {
    await attention.mark(accountId, REFUSED)
    await attention.markSynchronization(accountId, 'agents', failure)
    await attention.mark(accountId, null)
    await attention.markSynchronization(accountId, 'agents', { ...failure, times: 4 })
    expect(told).toEqual([REFUSED, 'Its agents could not be synchronized 4 times in a row. It answered 400.'])
  })
})
