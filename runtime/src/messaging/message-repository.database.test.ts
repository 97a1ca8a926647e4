import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestDatabase } from '../../test/helpers/database.ts'
import { aMessage } from '../../test/helpers/store-fixtures.ts'
import type { Database } from '../store/database.ts'
import type { MessageRecord } from '../store/messages/message-records.ts'
import { createRunWriter } from '../store/runs/run-writer.ts'
import type { RunWriter } from '../store/runs/writer-port.ts'
import { uuidv7 } from '../store/uuid.ts'
import { createMessageRepository, type MessageRepository } from './message-repository.ts'

let database: Database
let messages: MessageRepository
let writer: RunWriter

beforeAll(async () => {
  database = await openTestDatabase()
  messages = createMessageRepository(database.kysely)
  writer = createRunWriter(database, { now: () => new Date(), processId: uuidv7() })
})

afterAll(() => database.close())

describe('a conversation', () => {
  it('is read page by page, newest first, between one contact and one of our numbers', async () => {
    const contact = '+15550000007'
    const sent: MessageRecord[] = []
    for (let index = 0; index < 5; index += 1) sent.push(aMessage({ contact, content: { text: `text ${index}` } }))
    for (const message of sent) await writer.receive(message)
    await writer.receive(aMessage({ contact, address: '+15550003333' }))
    await writer.receive(aMessage({ contact: '+15550000006' }))
    const options = { contact, address: '+15550002222', limit: 3 }
    const page = await messages.conversation(options)
    expect(page.items.map(({ id }) => id)).toEqual(
      sent
        .slice(2)
        .reverse()
        .map(({ id }) => id),
    )
    const rest = await messages.conversation({ ...options, after: page.next ?? '' })
    expect(rest.items.map(({ content }) => content.text)).toEqual(['text 1', 'text 0'])
    expect(rest.next).toBeNull()
  })

  it('counts what was sent lately, in its direction', async () => {
    const contact = '+15550000005'
    const now = Date.now()
    for (const seconds of [90, 50, 10]) {
      const at = new Date(now - seconds * 1_000)
      await writer.receive(aMessage({ contact, direction: 'out', id: uuidv7(at), at }))
    }
    await writer.receive(aMessage({ contact }))
    await writer.receive(aMessage({ contact, direction: 'out', address: '+15550003333' }))
    const pair = { channel: 'sms', contact, address: '+15550002222' }
    expect(await messages.countSent({ ...pair, since: new Date(now - 60_000) })).toBe(2)
    expect(await messages.countSent({ ...pair, channel: 'other', since: new Date(now - 60_000) })).toBe(0)
    expect(await messages.countSent({ ...pair, since: new Date(now + 60_000) })).toBe(0)
  })

  it('leaves out what a test has sent and heard, unless its account is named', async () => {
    const contact = '+13055550188'
    const test = { contact, accountId: 'test:flow', contactAccount: 'test:flow' }
    await writer.receive(aMessage({ ...test, direction: 'in' }))
    await writer.receive(aMessage({ ...test, direction: 'out' }))
    const place = { channel: 'sms', contact, address: '+15550002222', since: new Date(Date.now() - 60_000) }
    expect(await messages.countSent(place)).toBe(0)
    expect(await messages.hasWritten(place)).toBe(false)
    expect(await messages.hasWritten({ ...place, accountId: 'test:flow' })).toBe(true)
  })
})
