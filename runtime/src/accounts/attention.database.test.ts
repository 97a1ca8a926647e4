import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openTestDatabase } from '../../test/helpers/database.ts'
import type { Attention } from '../kit/attention.ts'
import type { Database } from '../store/database.ts'
import { uuidv7 } from '../store/uuid.ts'
import { createAttention } from './attention.ts'

const REFUSED = 'The bridge answered 401: it does not accept the account.'
const UNSYNCHRONIZED = 'Its contacts could not be synchronized 3 times in a row. It answered 400.'
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
  it('is told of once, however often and of whatever it is said', async () => {
    for (let times = 0; times < 3; times += 1) await attention.mark(accountId, 'contacts', UNSYNCHRONIZED)
    await attention.mark(accountId, 'action:create_ticket', REFUSED)
    expect(told).toEqual([UNSYNCHRONIZED])
    expect(await marked()).toBe(UNSYNCHRONIZED)
  })

  it.each([
    ['action:create_ticket', ['interactions', 'action:close_ticket', 'contacts']],
    ['interactions', ['action:create_ticket', 'agents']],
    ['contacts', ['agents', 'interactions', 'action:create_ticket', 'account']],
    ['agents', ['contacts', 'account']],
  ] as const)('for %s is so until just that goes well', async (kind, others) => {
    await attention.mark(accountId, kind, REFUSED)
    for (const other of others) await attention.wentWell(accountId, other)
    for (const subject of ['contacts', 'agents'] as const) {
      if (subject !== kind) await attention.switchedOff(accountId, subject)
    }
    expect(await marked()).toBe(REFUSED)
    await attention.wentWell(accountId, kind)
    expect(await marked()).toBeNull()
  })

  it.each(['contacts', 'interactions', 'action:create_ticket'] as const)(
    'as a whole is so until %s goes well',
    async (kind) => {
      await attention.mark(accountId, 'account', REFUSED)
      await attention.switchedOff(accountId, 'contacts')
      expect(await marked()).toBe(REFUSED)
      await attention.wentWell(accountId, kind)
      expect(await marked()).toBeNull()
    },
  )

  it.each(['action:create_ticket', 'interactions', 'account'] as const)(
    'for a refusal of %s is so until Test Connection goes well',
    async (kind) => {
      await attention.mark(accountId, kind, REFUSED)
      await attention.wentWell(accountId, 'account')
      expect(await marked()).toBeNull()
    },
  )

  it('for a synchronization is so until that is switched off', async () => {
    await attention.mark(accountId, 'agents', UNSYNCHRONIZED)
    await attention.switchedOff(accountId, 'agents')
    expect(await marked()).toBeNull()
  })

  it('is told of anew where one trouble has ended and another one goes on', async () => {
    await attention.mark(accountId, 'interactions', REFUSED)
    await attention.mark(accountId, 'agents', UNSYNCHRONIZED)
    await attention.wentWell(accountId, 'interactions')
    await attention.mark(accountId, 'agents', UNSYNCHRONIZED)
    expect(told).toEqual([REFUSED, UNSYNCHRONIZED])
  })

  it('is not told of where its access was withdrawn, which its tokens have told', async () => {
    await sql`insert into account_token (account_id, client, state, is_kept)
      values (${accountId}, '', 'withdrawn', false)`.execute(database.kysely)
    await attention.mark(accountId, 'contacts', UNSYNCHRONIZED)
    expect([told, await marked()]).toEqual([[], null])
    await sql`update account_token set state = 'connected' where account_id = ${accountId}`.execute(database.kysely)
    await attention.mark(accountId, 'contacts', UNSYNCHRONIZED)
    expect(told).toEqual([UNSYNCHRONIZED])
  })
})
