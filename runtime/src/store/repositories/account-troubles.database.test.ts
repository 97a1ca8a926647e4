import type { AccountEvent } from '@patchbay/shared/api'
import { DAY_MS, MINUTE_MS } from '@patchbay/shared/time'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestDatabase } from '../../../test/helpers/database.ts'
import type { Database } from '../database.ts'
import { uuidv7 } from '../uuid.ts'
import { createAccountTroubles } from './account-troubles.ts'
import { createCallbackLogRepository } from './callback-log-repository.ts'

let database: Database
const now = new Date()

beforeAll(async () => {
  database = await openTestDatabase()
})

afterAll(() => database.close())

async function account(name: string, mark: { attention?: string; attentionKind?: 'contacts' } = {}): Promise<string> {
  const id = uuidv7()
  const values = { id, type: 'telegram', name, identity: null, properties: '{}', secrets: '{}', ...mark }
  await database.kysely
    .insertInto('account')
    .values({ ...values, createdAt: now, modifiedAt: now, modifiedBy: 'Ada' })
    .execute()
  return id
}

/** Messages, the first one first; those that came in are `received`. */
async function sent(accountId: string, statuses: readonly string[], at = now): Promise<void> {
  const rows = statuses.map((status) => ({
    ...{ id: uuidv7(at), conversationId: uuidv7(), channel: 'sms', accountId, address: '+1', contact: '+2' },
    direction: status === 'received' ? ('in' as const) : ('out' as const),
    ...{ content: '{}', status, at },
  }))
  await database.kysely.insertInto('message').values(rows).execute()
}

async function called(accountId: string, verdicts: readonly AccountEvent['verdict'][], agoMs: number): Promise<void> {
  const at = new Date(now.getTime() - agoMs)
  const items = verdicts.map((verdict) => ({ id: uuidv7(at), at: at.toISOString(), verdict, text: '', runId: null }))
  const counts = { accepted: 0, ignored: 0, refused: 0 }
  for (const { verdict } of items) counts[verdict] += 1
  await createCallbackLogRepository(database.kysely).add(accountId, { counts, items })
}

const token = (accountId: string, state: 'connected' | 'withdrawn') =>
  database.kysely
    .insertInto('accountToken')
    .values({ accountId, client: 'c', state, isKept: false, revision: 1 })
    .execute()

const lost = Array.from({ length: 5 }, () => 'undelivered')
const refused = Array.from({ length: 5 }, () => 'refused' as const)

describe('accounts in trouble', () => {
  it('have no access, are marked, reach nobody, or are called in vain, each named once and by name', async () => {
    await token(await account('Fine'), 'connected')
    await account('CRM', { attention: 'The bridge answered 401.', attentionKind: 'contacts' })
    await token(await account('A Withdrawn'), 'withdrawn')
    const carrier = await account('Carrier')
    await sent(carrier, ['delivered', ...lost.slice(1), 'received', 'undelivered', 'received'])
    await called(carrier, refused, MINUTE_MS)
    const bot = await account('Bot')
    await called(bot, ['accepted'], 11 * MINUTE_MS)
    await called(bot, refused, MINUTE_MS)
    const troubles = await createAccountTroubles(database.kysely).list(now)
    expect(troubles.map(({ name, state }) => [name, state])).toEqual([
      ['A Withdrawn', 'withdrawn'],
      ['Bot', 'calls-refused'],
      ['Carrier', 'undelivered'],
      ['CRM', 'marked'],
    ])
    expect(troubles[1]?.id).toBe(bot)
    await database.kysely.deleteFrom('account').execute()
  })

  it('are not those with single failures, old ones, or forgeries among calls that are taken', async () => {
    const single = await account('Single')
    await sent(single, [...lost, 'delivered'])
    await called(single, refused.slice(1), MINUTE_MS)
    const old = await account('Old')
    await sent(old, lost, new Date(now.getTime() - DAY_MS - MINUTE_MS))
    await called(old, refused, DAY_MS + MINUTE_MS)
    const forged = await account('Forged')
    await called(forged, ['accepted'], 9 * MINUTE_MS)
    await called(forged, refused, MINUTE_MS)
    expect(await createAccountTroubles(database.kysely).list(now)).toEqual([])
  })
})
