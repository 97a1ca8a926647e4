import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestDatabase } from '../../test/helpers/database.ts'
import type { Database } from '../store/database.ts'
import { uuidv7 } from '../store/uuid.ts'
import { createMessageRepository, type MessageRecord, type MessageRepository } from './message-repository.ts'

let database: Database
let messages: MessageRepository

beforeAll(async () => {
  database = await openTestDatabase()
  messages = createMessageRepository(database.kysely)
})

afterAll(() => database.close())

function aMessage(change: Partial<MessageRecord> = {}): MessageRecord {
  return {
    id: uuidv7(),
    channel: 'sms',
    accountId: 'simulator',
    address: '+15550002222',
    contact: '+15550001111',
    direction: 'out',
    text: 'hello 👋',
    mediaUrls: ['https://example.org/a.png'],
    status: 'delivered',
    at: new Date(),
    runId: null,
    key: null,
    providerId: null,
    ...change,
  }
}

describe('a message', () => {
  it('with a key is stored once, whoever sends it at the same time', async () => {
    const key = 'run.3.1'
    const copies = Array.from({ length: 10 }, (_, index) => aMessage({ key, text: `copy ${index}` }))
    const results = await Promise.all(copies.map((copy) => messages.insert(copy)))
    const winners = results.filter(({ inserted }) => inserted)
    expect(winners).toHaveLength(1)
    for (const { message } of results) expect(message).toEqual(winners[0]?.message)
  })

  it('without a key is stored each time', async () => {
    const first = aMessage({ contact: '+15550000009' })
    expect(await messages.insert(first)).toEqual({ message: first, inserted: true })
    expect((await messages.insert(aMessage({ contact: '+15550000009' }))).inserted).toBe(true)
  })

  it('learns later which run it started', async () => {
    const message = aMessage({ direction: 'in', status: 'received', contact: '+15550000008' })
    await messages.insert(message)
    const runId = uuidv7()
    await messages.update(message.id, { runId, status: 'no-flow' })
    const { items } = await messages.conversation({ contact: '+15550000008', limit: 5 })
    expect(items).toEqual([{ ...message, runId, status: 'no-flow' }])
  })
})

describe('a conversation', () => {
  it('is read page by page, newest first, between one contact and one of our numbers', async () => {
    const contact = '+15550000007'
    const sent: MessageRecord[] = []
    for (let index = 0; index < 5; index += 1) sent.push(aMessage({ contact, text: `text ${index}` }))
    for (const message of sent) await messages.insert(message)
    await messages.insert(aMessage({ contact, address: '+15550003333' }))
    await messages.insert(aMessage({ contact: '+15550000006' }))
    const options = { contact, address: '+15550002222', limit: 3 }
    const page = await messages.conversation(options)
    expect(page.items).toEqual(sent.slice(2).reverse())
    const rest = await messages.conversation({ ...options, after: page.next ?? '' })
    expect(rest).toEqual({ items: sent.slice(0, 2).reverse(), next: null })
  })

  it('counts what was sent lately, in its direction', async () => {
    const contact = '+15550000005'
    const now = Date.now()
    for (const seconds of [90, 50, 10])
      await messages.insert(aMessage({ contact, at: new Date(now - seconds * 1_000) }))
    await messages.insert(aMessage({ contact, direction: 'in' }))
    await messages.insert(aMessage({ contact, address: '+15550003333' }))
    const pair = { contact, address: '+15550002222' }
    expect(await messages.countSent({ ...pair, since: new Date(now - 60_000) })).toBe(2)
    expect(await messages.countSent({ ...pair, since: new Date(now + 60_000) })).toBe(0)
  })
})
