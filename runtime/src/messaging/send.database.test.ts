import { SIMULATOR } from '@patchbay/shared/api'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { openTestDatabase } from '../../test/helpers/database.ts'
import { createSimulatorChannel } from '../integrations/simulator/channel.ts'
import type { OutboundMessage } from '../kit/channel.ts'
import type { Database } from '../store/database.ts'
import { createNumberRepository } from './address-repository.ts'
import { createMessageKeeper } from './keep-message.ts'
import { createMessageRepository } from './message-repository.ts'
import { createChannelRegistry } from './send.ts'

const ours = '+17865550100'
const contact = '+13055550119'
const at = new Date(Date.UTC(2026, 0, 1))
const { signal } = new AbortController()

let database: Database
beforeAll(async () => {
  database = await openTestDatabase()
})
afterEach(async () => {
  await database.kysely.deleteFrom('message').execute()
  await database.kysely.deleteFrom('address').execute()
})
afterAll(() => database.close())

async function setUp() {
  const messages = createMessageRepository(database.kysely)
  const numbers = createNumberRepository(database.kysely)
  await numbers.add({ number: ours, label: '', accountId: SIMULATOR, capabilities: ['sms'], at })
  await numbers.add({ number: '+17865550199', label: '', accountId: 'gone', capabilities: ['sms'], at })
  const now = () => at
  const told: unknown[] = []
  const keep = createMessageKeeper(messages, { publish: (event) => told.push(event) })
  const receive = () => Promise.reject(new Error('Nothing arrives here.'))
  const channel = createSimulatorChannel({ messages: { keep, receive }, now })
  const channels = new Map([[SIMULATOR, channel]])
  const registry = createChannelRegistry({ channels, findAddress: (value) => numbers.find(value), now })
  const stored = async () => (await messages.conversation({ limit: 100 })).items
  return { registry, stored, told }
}

function message(change: Partial<OutboundMessage> = {}): OutboundMessage {
  const runId = '01990000-0000-7000-8000-000000000001'
  return { to: contact, from: ours, text: 'Hello €', mediaUrls: [], idempotencyKey: `${runId}.2.1`, runId, ...change }
}

describe('sending through the simulator', () => {
  it('stores the text as one that was delivered', async () => {
    const { registry, stored, told } = await setUp()
    const outcome = await registry.send(message(), signal)
    const [row] = await stored()
    expect(outcome).toEqual({ ok: true, messageId: row?.id, status: 'delivered', segments: 1 })
    expect(row).toMatchObject({
      address: ours,
      contact,
      direction: 'out',
      text: 'Hello €',
      status: 'delivered',
      accountId: SIMULATOR,
      runId: message().runId,
    })
    expect(told).toEqual([{ type: 'message', address: ours, contact, at: at.toISOString() }])
  })

  it('takes a key once: sending again answers the first text', async () => {
    const { registry, stored, told } = await setUp()
    const first = await registry.send(message(), signal)
    expect(await registry.send(message({ text: 'Again' }), signal)).toEqual(first)
    expect((await stored()).map(({ text }) => text)).toEqual(['Hello €'])
    expect(told).toHaveLength(1)
    await registry.send(message({ idempotencyKey: 'other' }), signal)
    expect(await stored()).toHaveLength(2)
  })

  it('refuses the text that would be the twenty-first in a minute', async () => {
    const { registry, stored } = await setUp()
    for (let text = 0; text < 20; text += 1) await registry.send(message({ idempotencyKey: `k${text}` }), signal)
    expect(await registry.send(message({ idempotencyKey: 'k20' }), signal)).toMatchObject({
      ok: false,
      error: { code: 'LOOP_SUSPECTED', help: expect.any(String) },
    })
    expect(await stored()).toHaveLength(20)
  })

  it.each(['+17865550123', 'nonsense', '+17865550199'])(
    'sends nothing from %s, which no channel owns',
    async (from) => {
      const { registry, stored } = await setUp()
      expect(await registry.send(message({ from }), signal)).toMatchObject({
        ok: false,
        error: { code: 'NO_SUCH_ADDRESS' },
      })
      expect(await stored()).toEqual([])
    },
  )

  it('says which repeat policy an address has', async () => {
    const { registry } = await setUp()
    expect(await registry.repeatOf(ours)).toBe('keyed')
    expect(await registry.repeatOf('+17865550123')).toBe('never')
  })
})
