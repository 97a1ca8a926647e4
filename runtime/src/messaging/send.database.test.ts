import { SIMULATOR } from '@patchbay/shared/api'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { openTestDatabase } from '../../test/helpers/database.ts'
import { aMessage } from '../../test/helpers/store-fixtures.ts'
import { createSimulatorChannel } from '../integrations/simulator/channel.ts'
import type { Channel, OutboundMessage } from '../kit/channel.ts'
import type { Database } from '../store/database.ts'
import type { MessageRecord } from '../store/messages/message-records.ts'
import { createRunWriter } from '../store/runs/run-writer.ts'
import { uuidv7 } from '../store/uuid.ts'
import { createAddressRepository } from './address-repository.ts'
import { createChannelKinds } from './channel-kinds.ts'
import { sms } from './channels/sms.ts'
import { createMessageRepository } from './message-repository.ts'
import { createMessageSender } from './send.ts'
import { createSharedLoopGuard } from './shared-loop-guard.ts'

const ours = '+17865550100'
const contact = '+13055550119'
const at = new Date(Date.UTC(2026, 0, 1))
const { signal } = new AbortController()
const kinds = createChannelKinds([sms])

let database: Database
beforeAll(async () => {
  database = await openTestDatabase()
})
afterEach(async () => {
  await database.kysely.deleteFrom('address').execute()
})
afterAll(() => database.close())

async function setUp(own: { readonly nodes?: number } = {}) {
  const addresses = createAddressRepository(database.kysely, kinds.wordsOf)
  const add = (value: string, accountId: string) =>
    addresses.add({ channel: 'sms', value, label: '', accountId, capabilities: ['sms'], at })
  await add(ours, SIMULATOR)
  await add('+17865550199', 'gone')
  const sender = createMessageSender({
    channels: new Map([
      [
        SIMULATOR,
        createSimulatorChannel({
          receiptsOf: async () => 'deliver',
          messages: { receipt: async () => {} },
        }),
      ],
    ]),
    kinds,
    ownerOf: addresses.find,
    loops: createSharedLoopGuard({
      messages: createMessageRepository(database.kysely),
      nodes: () => own.nodes ?? 1,
      now: () => at,
    }),
    optedOut: { has: () => false },
    files: { prepare: async (content) => content },
    hasWritten: async () => false,
    quietHours: { heldUntil: async () => undefined },
    isWithPerson: async () => false,
    refused: async () => undefined,
    reported: async () => undefined,
    now: () => at,
    clock: () => 0,
  })
  const kept: MessageRecord[] = []
  const send = (given: OutboundMessage) => sender.send(given, signal, (record) => kept.push(record))
  return { sender, send, kept }
}

function message(change: Partial<OutboundMessage> = {}): OutboundMessage {
  const runId = '01990000-0000-7000-8000-000000000001'
  return {
    channel: 'sms',
    to: contact,
    from: ours,
    content: { text: 'Hello €' },
    idempotencyKey: `${runId}.2.1`,
    runId,
    ...change,
  }
}

describe('sending through the simulator', () => {
  it('hands over the text as one that was delivered', async () => {
    const { send, kept } = await setUp()
    const key = message().idempotencyKey
    const sent = { ok: true, accountId: SIMULATOR, messageId: key, status: 'delivered', segments: 1 }
    expect(await send(message())).toEqual(sent)
    expect(kept).toEqual([
      {
        id: expect.any(String),
        channel: 'sms',
        accountId: SIMULATOR,
        address: ours,
        contact,
        contactAccount: '',
        direction: 'out',
        content: { text: 'Hello €' },
        status: 'delivered',
        at,
        runId: message().runId,
        providerId: key,
      },
    ])
  })

  it('calls a text that is sent again the same', async () => {
    const { send, kept } = await setUp()
    const first = await send(message())
    expect(await send(message({ content: { text: 'Again' } }))).toEqual(first)
    expect(new Set(kept.map(({ providerId }) => providerId)).size).toBe(1)
  })

  it('refuses the text that would be the twenty-first in a minute', async () => {
    const { send, kept } = await setUp()
    for (let text = 0; text < 20; text += 1) await send(message({ idempotencyKey: `k${text}` }))
    expect(await send(message({ idempotencyKey: 'k20' }))).toMatchObject({
      ok: false,
      error: { code: 'LOOP_SUSPECTED', help: expect.any(String) },
    })
    expect(kept).toHaveLength(20)
  })

  it('counts what all nodes have sent once it has used its share of the limit', async () => {
    const { send } = await setUp({ nodes: 4 })
    const to = '+13055550148'
    const writer = createRunWriter(database, { now: () => at, processId: uuidv7() })
    const isSent = async (idempotencyKey: string) => (await send(message({ to, idempotencyKey }))).ok
    const storeMany = async (count: number) => {
      const sent = { direction: 'out', contact: to, address: ours, at } as const
      for (let text = 0; text < count; text += 1) await writer.receive(aMessage({ ...sent, id: uuidv7(at) }))
    }
    for (let text = 0; text < 8; text += 1) expect(await isSent(`first ${text}`)).toBe(true)
    await storeMany(19)
    expect(await isSent('twentieth')).toBe(true)
    await storeMany(1)
    expect(await isSent('twenty-first')).toBe(false)
  })

  it.each(['+17865550123', 'nonsense', '+17865550199'])(
    'sends nothing from %s, which no channel owns',
    async (from) => {
      const { send, kept } = await setUp()
      expect(await send(message({ from }))).toMatchObject({
        ok: false,
        error: { code: 'NO_SUCH_ADDRESS' },
      })
      expect(kept).toEqual([])
    },
  )

  it('says which repeat policy an address has', async () => {
    const { sender } = await setUp()
    const repeatOf = (value: string, channel = 'sms') => sender.repeatOf({ channel, value })
    expect(await repeatOf(ours)).toBe('keyed')
    expect(await repeatOf('+1 (786) 555-0100')).toBe('keyed')
    expect(await repeatOf('+17865550123')).toBe('never')
    expect(await repeatOf(ours, 'whatsapp')).toBe('never')
  })
})

describe('sending through an account with messages per second', () => {
  async function setUpPaced(perSecond: number) {
    const sent: string[] = []
    const counted: string[] = []
    const channel: Channel = {
      definitions: 'all',
      repeatOf: async () => 'never',
      messagesPerSecond: async () => perSecond,
      async send({ idempotencyKey: messageId }) {
        sent.push(messageId)
        return { ok: true, messageId, status: 'sent', segments: 1 }
      },
    }
    const sender = createMessageSender({
      channels: new Map([['paced', channel]]),
      kinds,
      loops: { admit: async (_from, to) => counted.push(to) > 0 },
      ownerOf: async () => ({ accountId: 'an account', accountType: 'paced' }),
      optedOut: { has: () => false },
      files: { prepare: async (content) => content },
      hasWritten: async () => false,
      quietHours: { heldUntil: async () => undefined },
      isWithPerson: async () => false,
      refused: async () => undefined,
      reported: async () => undefined,
      now: () => new Date(),
      clock: () => performance.now(),
    })
    const send = (key: string, to: string) => sender.send(message({ idempotencyKey: key, to }), signal)
    return { sent, counted, send }
  }

  it('waits for the turn of a message, in the order they come', async () => {
    const { sent, send } = await setUpPaced(50)
    const start = performance.now()
    const outcomes = await Promise.all(['a', 'b', 'c', 'd'].map((key) => send(key, contact)))
    expect(outcomes.every(({ ok }) => ok)).toBe(true)
    expect(sent).toEqual(['a', 'b', 'c', 'd'])
    expect(performance.now() - start).toBeGreaterThan(55)
  })

  it('does not hold a message in memory whose turn is far away: it may be tried again then', async () => {
    const { sent, send } = await setUpPaced(0.1)
    expect(await send('a', contact)).toMatchObject({ ok: true })
    const second = await send('b', contact)
    expect(second).toMatchObject({ ok: false, retry: { afterMs: expect.any(Number) } })
    expect(!second.ok && (second.retry?.afterMs ?? 0) > 9_000).toBe(true)
    expect(sent).toEqual(['a'])
  })

  it('counts only what is sent as a sign of a loop, however often a message comes back for its turn', async () => {
    const { counted, send } = await setUpPaced(0.1)
    for (const key of ['a', 'b', 'b', 'b']) await send(key, contact)
    expect(counted).toEqual([contact])
  })
})
