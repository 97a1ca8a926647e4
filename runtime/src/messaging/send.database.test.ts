import { SIMULATOR } from '@patchbay/shared/api'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { openTestDatabase } from '../../test/helpers/database.ts'
import { createSimulatorChannel } from '../integrations/simulator/channel.ts'
import type { OutboundMessage } from '../kit/channel.ts'
import type { Database } from '../store/database.ts'
import { createAddressRepository } from './address-repository.ts'
import { createChannelKinds } from './channel-kinds.ts'
import { sms } from './channels/sms.ts'
import { createMessageRepository, type MessageRepository } from './message-repository.ts'
import { createMessageSender } from './send.ts'

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
  await database.kysely.deleteFrom('message').execute()
  await database.kysely.deleteFrom('address').execute()
})
afterAll(() => database.close())

async function setUp(options: { readonly insert?: MessageRepository['insert'] } = {}) {
  const messages = createMessageRepository(database.kysely)
  const addresses = createAddressRepository(database.kysely, kinds.wordsOf)
  const add = (value: string, accountId: string) =>
    addresses.add({ channel: 'sms', value, label: '', accountId, capabilities: ['sms'], at })
  await add(ours, SIMULATOR)
  await add('+17865550199', 'gone')
  const told: unknown[] = []
  const faults: unknown[] = []
  const now = () => at
  const sender = createMessageSender({
    channels: new Map([[SIMULATOR, createSimulatorChannel({ now })]]),
    kinds,
    findAddress: addresses.find,
    messages: { insert: options.insert ?? messages.insert },
    events: { publish: (event) => told.push(event) },
    now,
    onError: (error) => faults.push(error),
  })
  const stored = async () => (await messages.conversation({ limit: 100 })).items
  return { sender, stored, told, faults }
}

function message(change: Partial<OutboundMessage> = {}): OutboundMessage {
  const runId = '01990000-0000-7000-8000-000000000001'
  return {
    channel: 'sms',
    to: contact,
    from: ours,
    text: 'Hello €',
    mediaUrls: [],
    idempotencyKey: `${runId}.2.1`,
    runId,
    ...change,
  }
}

describe('sending through the simulator', () => {
  it('stores the text as one that was delivered', async () => {
    const { sender, stored, told } = await setUp()
    const outcome = await sender.send(message(), signal)
    const [row] = await stored()
    expect(outcome).toEqual({ ok: true, messageId: row?.providerId, status: 'delivered', segments: 1 })
    expect(row).toMatchObject({
      address: ours,
      contact,
      direction: 'out',
      text: 'Hello €',
      status: 'delivered',
      accountId: SIMULATOR,
      runId: message().runId,
    })
    expect(told).toEqual([{ type: 'message', channel: 'sms', address: ours, contact, at: at.toISOString() }])
  })

  it('takes a key once: sending again answers the first text', async () => {
    const { sender, stored, told } = await setUp()
    const first = await sender.send(message(), signal)
    expect(await sender.send(message({ text: 'Again' }), signal)).toEqual(first)
    expect((await stored()).map(({ text }) => text)).toEqual(['Hello €'])
    expect(told).toHaveLength(1)
    await sender.send(message({ idempotencyKey: 'other' }), signal)
    expect(await stored()).toHaveLength(2)
  })

  it('refuses the text that would be the twenty-first in a minute', async () => {
    const { sender, stored } = await setUp()
    for (let text = 0; text < 20; text += 1) await sender.send(message({ idempotencyKey: `k${text}` }), signal)
    expect(await sender.send(message({ idempotencyKey: 'k20' }), signal)).toMatchObject({
      ok: false,
      error: { code: 'LOOP_SUSPECTED', help: expect.any(String) },
    })
    expect(await stored()).toHaveLength(20)
  })

  it.each(['+17865550123', 'nonsense', '+17865550199'])(
    'sends nothing from %s, which no channel owns',
    async (from) => {
      const { sender, stored } = await setUp()
      expect(await sender.send(message({ from }), signal)).toMatchObject({
        ok: false,
        error: { code: 'NO_SUCH_ADDRESS' },
      })
      expect(await stored()).toEqual([])
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

  it('has sent a text that cannot be stored, and says so to nobody but the log', async () => {
    const insert = () => Promise.reject(new Error('The database is away.'))
    const { sender, told, faults } = await setUp({ insert })
    expect(await sender.send(message(), signal)).toMatchObject({ ok: true, status: 'delivered' })
    expect(told).toEqual([])
    expect(faults).toHaveLength(1)
  })
})
