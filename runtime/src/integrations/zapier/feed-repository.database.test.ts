import { DAY_MS } from '@patchbay/shared/time'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestDatabase } from '../../../test/helpers/database.ts'
import { createAccountRepository } from '../../accounts/account-repository.ts'
import type { Database } from '../../store/database.ts'
import { ownTables } from '../../store/own-tables.ts'
import { uuidv7 } from '../../store/uuid.ts'
import { createZapierFeedRepository, type WindowRule, type ZapierFeedRepository } from './feed-repository.ts'
import type { ZapierTables } from './tables.ts'

const start = new Date('2026-11-20T12:00:00Z')
const minute = 60_000
const rule: WindowRule = { newest: 3, recentMs: 20 * minute, most: 5, mostBytes: 1_000 }
const bounds = { mostItems: 100, mostBytes: 1_000_000, keptMs: 7 * DAY_MS }

describe('the feed of a Zapier account', () => {
  let database: Database
  let feeds: ZapierFeedRepository

  beforeAll(async () => {
    database = await openTestDatabase()
    feeds = createZapierFeedRepository(ownTables<ZapierTables>(database))
  })

  afterAll(() => database.close())

  async function newAccount(): Promise<string> {
    const id = uuidv7()
    const stamp = { createdAt: start, modifiedAt: start, modifiedBy: 'test' }
    const account = {
      id,
      type: 'zapier',
      name: 'Zapier',
      identity: id,
      properties: {},
      secrets: {},
      ...stamp,
    }
    await createAccountRepository(database.kysely).create(account)
    return id
  }

  function add(accountId: string, id: string, options: { at?: Date; event?: string; size?: number } = {}) {
    const { at = start, event = 'order', size = 0 } = options
    const item = JSON.stringify({ id, ...(size > 0 ? { filler: 'x'.repeat(size) } : {}) })
    return feeds.append({ accountId, id, event, item, at })
  }

  async function poll(accountId: string, now = start, event?: string): Promise<string[]> {
    const text = await feeds.poll({ accountId, now, rule, ...(event === undefined ? {} : { event }) })
    return JSON.parse(text).map((item: { id: string }) => item.id)
  }

  const state = (accountId: string, now = start) => feeds.state({ accountId, now, rule })

  it('answers an empty list before the first item, and remembers the poll', async () => {
    const accountId = await newAccount()
    expect(await poll(accountId)).toEqual([])
    expect(await feeds.lastPoll(accountId)).toEqual(start)
  })

  it('adds an id once and says so', async () => {
    const accountId = await newAccount()
    expect(await add(accountId, 'a')).toBe('added')
    expect(await add(accountId, 'a')).toBe('known')
    expect(await add(accountId, 'b')).toBe('added')
    expect(await poll(accountId)).toEqual(['b', 'a'])
  })

  it('refuses an account that is not there', async () => {
    expect(await add(uuidv7(), 'a')).toBe('no-account')
  })

  it('answers everything recent up to the bound, and only the newest once they have aged', async () => {
    const accountId = await newAccount()
    for (const id of ['a', 'b', 'c', 'd', 'e', 'f']) await add(accountId, id)
    expect(await poll(accountId)).toEqual(['f', 'e', 'd', 'c', 'b'])
    expect(await poll(accountId, new Date(start.getTime() + 21 * minute))).toEqual(['f', 'e', 'd'])
  })

  it('lets nothing in again that has aged out, even when the clock goes back', async () => {
    const accountId = await newAccount()
    for (const id of ['a', 'b', 'c', 'd']) await add(accountId, id)
    expect(await poll(accountId, new Date(start.getTime() + 21 * minute))).toEqual(['d', 'c', 'b'])
    expect(await poll(accountId, start)).toEqual(['d', 'c', 'b'])
  })

  it('answers one event only when asked to, with a window of its own', async () => {
    const accountId = await newAccount()
    await add(accountId, 'rare', { event: 'rare' })
    for (const id of ['a', 'b', 'c', 'd', 'e']) await add(accountId, id)
    expect(await poll(accountId, start, 'rare')).toEqual(['rare'])
    expect(await poll(accountId, start, 'other')).toEqual([])
  })

  it('keeps the answer below its size', async () => {
    const accountId = await newAccount()
    for (const id of ['a', 'b', 'c']) await add(accountId, id, { size: 400 })
    expect(await poll(accountId)).toEqual(['c', 'b'])
  })

  it('counts what left the window before any poll read it', async () => {
    const accountId = await newAccount()
    for (const id of ['a', 'b', 'c', 'd', 'e', 'f', 'g']) await add(accountId, id)
    expect(await state(accountId)).toMatchObject({ stored: 7, unread: 5, missed: 2 })
    await poll(accountId)
    expect(await state(accountId)).toMatchObject({ stored: 7, unread: 0, missed: 2 })
    await add(accountId, 'h')
    expect(await state(accountId)).toMatchObject({ unread: 1, missed: 2 })
  })

  it('deletes what is too old or too much, oldest first, and still counts what nobody read', async () => {
    const accountId = await newAccount()
    await add(accountId, 'a', { at: new Date(start.getTime() - 8 * DAY_MS) })
    for (const id of ['b', 'c', 'd', 'e']) await add(accountId, id)
    const options = { accountId, now: start, limit: 100 }
    expect(await feeds.deleteOld({ ...options, bounds })).toBe(1)
    expect(await feeds.deleteOld({ ...options, bounds })).toBe(0)
    expect(await feeds.deleteOld({ ...options, bounds: { ...bounds, mostItems: 3 } })).toBe(1)
    expect(await poll(accountId)).toEqual(['e', 'd', 'c'])
    expect(await state(accountId)).toMatchObject({ stored: 3, missed: 2 })
  })

  it('finds feeds of removed accounts and empties them', async () => {
    const accountId = await newAccount()
    await add(accountId, 'a')
    await createAccountRepository(database.kysely).remove(accountId, { isOwn: false })
    expect(await feeds.owners()).toContain(accountId)
    expect(await feeds.deleteOld({ accountId, bounds, now: start, limit: 100 })).toBe(1)
    expect(await feeds.owners()).not.toContain(accountId)
  })

  it('never shows an item behind one that was read, while many add at once', async () => {
    const accountId = await newAccount()
    const wide = { ...rule, most: 1_000, mostBytes: 1_000_000 }
    const ids = Array.from({ length: 120 }, (_, index) => `item-${index}`)
    let isAdding = true
    const adding = Promise.all(
      [0, 1, 2, 3, 4, 5].map(async (lane) => {
        for (const id of ids.filter((_, index) => index % 6 === lane)) {
          const item = { accountId, id, event: 'order', item: JSON.stringify({ id }), at: new Date() }
          const transaction = ownTables<ZapierTables>(database).transaction()
          expect(await transaction.execute((on) => feeds.append(item, on))).toBe('added')
        }
      }),
    ).finally(() => {
      isAdding = false
    })
    let before: string[] = []
    do {
      const text = await feeds.poll({ accountId, now: new Date(), rule: wide })
      const now: string[] = JSON.parse(text).map((item: { id: string }) => item.id)
      expect(now.slice(now.length - before.length)).toEqual(before)
      before = now
    } while (isAdding)
    await adding
    const last = JSON.parse(await feeds.poll({ accountId, now: new Date(), rule: wide }))
    expect(last).toHaveLength(120)
  })
})
