import type { RunErrorBody } from '@patchbay/shared/api'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestDatabase } from '../../test/helpers/database.ts'
import { aMessage } from '../../test/helpers/store-fixtures.ts'
import type { ReceiptStatus } from '../kit/delivery-receipt.ts'
import type { Database } from '../store/database.ts'
import { createRunWriter } from '../store/runs/run-writer.ts'
import { uuidv7 } from '../store/uuid.ts'
import type { CarrierRefusal } from './consent/carrier-refusal.ts'
import { createMessageRepository, type MessageRepository } from './message-repository.ts'
import { createReceipts } from './receipts.ts'

let database: Database
let messages: MessageRepository
const events: unknown[] = []
const refused: CarrierRefusal[] = []
let count = 0

beforeAll(async () => {
  database = await openTestDatabase()
  messages = createMessageRepository(database.kysely)
})
afterAll(() => database.close())

interface Given {
  readonly accountId?: string
  readonly direction?: 'in' | 'out'
  readonly isLate?: boolean
  readonly error?: RunErrorBody
}

/** A message that was sent by `ours`, and the receipts that came for it. Returns its status in the end. */
async function statusAfter(
  receipts: readonly ReceiptStatus[],
  { accountId = 'ours', direction = 'out', isLate = false, error }: Given = {},
) {
  count += 1
  const providerId = `their-${count}`
  const contact = '+13055550119'
  const message = aMessage({
    accountId: 'ours',
    address: '+17865550100',
    contact,
    direction,
    status: 'accepted',
    providerId,
  })
  const now = () => new Date()
  const writer = createRunWriter(database, { now, processId: uuidv7() })
  const { receipt } = createReceipts({
    engine: { receipt: async (given) => (await writer.receipt(given)).message },
    refused: async (refusal) => void refused.push(refusal),
    sentUntil: messages.sentUntil,
    events: { publish: (event) => events.push(event) },
    now,
  })
  if (!isLate) await writer.receive(message)
  const why = error === undefined ? {} : { error }
  for (const status of receipts) await receipt({ accountId, messageId: providerId, status, ...why })
  if (isLate) await writer.receive(message)
  const { items } = await messages.conversation({ limit: 1_000 })
  return items.find(({ id }) => id === message.id)?.status
}

describe('receipts of a sent message', () => {
  it.each([
    [['queued', 'sent', 'delivered', 'read'], 'read'],
    [['read', 'delivered', 'sent', 'queued'], 'read'],
    [['delivered', 'sent'], 'delivered'],
    [['delivered', 'undelivered'], 'delivered'],
    [['undelivered', 'sent'], 'undelivered'],
    [['undelivered', 'delivered'], 'delivered'],
  ] as const)('%j leave it %s: a status never goes back', async (receipts, status) => {
    expect(await statusAfter(receipts)).toBe(status)
  })

  it.each([
    [['delivered'], 'delivered'],
    [['read', 'sent'], 'read'],
    [['undelivered', 'delivered'], 'delivered'],
  ] as const)('%j that come before the message is stored leave it %s', async (receipts, status) => {
    expect(await statusAfter(receipts, { isLate: true })).toBe(status)
  })

  it('change nothing under another account, or of a message that came in', async () => {
    expect(await statusAfter(['delivered'], { accountId: 'another' })).toBe('accepted')
    expect(await statusAfter(['delivered'], { direction: 'in' })).toBe('accepted')
  })

  it('that say that the contact has opted out are reported as such', async () => {
    const error = { code: 'OPTED_OUT', message: 'Twilio says that the contact has opted out: 21610' }
    await statusAfter(['undelivered'], { error })
    const place = { channel: 'sms', accountId: 'ours', address: '+17865550100', contact: '+13055550119' }
    expect(refused).toEqual([{ ...place, detail: error.message }])
  })

  it('of all messages to a contact up to a time leave out later ones, those of others, and what is read', async () => {
    const writer = createRunWriter(database, { now: () => new Date(), processId: uuidv7() })
    const { receiptsUntil } = createReceipts({
      engine: { receipt: async (given) => (await writer.receipt(given)).message },
      refused: async () => undefined,
      sentUntil: messages.sentUntil,
      events: { publish: () => undefined },
      now: () => new Date(),
    })
    const [at, contact] = [new Date(), '+13055550142']
    const store = async (name: string, change: object = {}) => {
      const place = { accountId: 'marked', address: '+17865550100', contact, direction: 'out', status: 'sent' } as const
      await writer.receive(aMessage({ ...place, providerId: name, at, ...change }))
    }
    await store('first')
    await store('second')
    await store('read before', { status: 'read' })
    await store('of another contact', { contact: '+13055550143' })
    await store('of another account', { accountId: 'another' })
    await store('later', { at: new Date(at.getTime() + 60_000) })
    await store('of the contact', { direction: 'in', status: 'received' })
    await receiptsUntil({ accountId: 'marked', contact, status: 'read', until: at })
    const { items } = await messages.conversation({ limit: 1_000 })
    const read = items.filter(({ status }) => status === 'read').map(({ providerId }) => providerId)
    expect(read.filter((name) => name?.startsWith('their-') !== true).toSorted()).toEqual([
      'first',
      'read before',
      'second',
    ])
  })

  it('of many messages are told to open pages once for each conversation, and not when they change nothing', async () => {
    const writer = createRunWriter(database, { now: () => new Date(), processId: uuidv7() })
    const published: unknown[] = []
    const { receiptsUntil } = createReceipts({
      engine: { receipt: async (given) => (await writer.receipt(given)).message },
      refused: async () => undefined,
      sentUntil: messages.sentUntil,
      events: { publish: (event) => published.push(event) },
      now: () => new Date(),
    })
    const [at, contact] = [new Date(), '+13055550144']
    const place = { accountId: 'many', contact, direction: 'out', status: 'sent' } as const
    const store = (providerId: string, address: string, time: Date) =>
      writer.receive(aMessage({ ...place, providerId, address, at: time }))
    await store('1', '+17865550100', new Date(at.getTime() - 2_000))
    await store('2', '+17865550100', at)
    await store('3', '+17865550101', new Date(at.getTime() - 1_000))
    const seen = { accountId: 'many', contact, status: 'read', until: at } as const
    await receiptsUntil(seen)
    await receiptsUntil(seen)
    const event = { type: 'message', channel: 'sms', contact }
    expect(published).toEqual([
      { ...event, address: '+17865550101', at: new Date(at.getTime() - 1_000).toISOString() },
      { ...event, address: '+17865550100', at: at.toISOString() },
    ])
  })

  it('are told to open pages once, when they change something', async () => {
    const before = events.length
    await statusAfter(['delivered', 'delivered', 'sent'])
    expect(events.slice(before)).toEqual([
      { type: 'message', channel: 'sms', address: '+17865550100', contact: '+13055550119', at: expect.any(String) },
    ])
  })
})
