import type { Json } from '@patchbay/shared/json'
import { beforeEach, describe, expect, it } from 'vitest'
import { createChannelKinds } from '../channel-kinds.ts'
import { sms } from '../channels/sms.ts'
import { createQuietHours } from './quiet-hours.ts'

let stored: Record<string, Json>
let clockMs: number
let zone: string | undefined
let lastWroteAt: Date
let now: Date
const night = { from: '21:00', to: '08:00' }
const message = { channel: 'sms', contactPointId: 'point', from: '+17865550100', to: '+33612345678' }

beforeEach(() => {
  stored = {}
  clockMs = 0
  zone = undefined
  lastWroteAt = new Date(0)
  // 23:30 in Paris.
  now = new Date('2026-06-01T21:30:00Z')
})

const { zonesOf: _zonesOf, ...others } = sms
const chat = { ...others, id: 'chat' }

const settings = {
  get: async (key: string) => stored[key],
  async set(key: string, value: Json) {
    stored[key] = value
  },
}
const create = () =>
  createQuietHours({
    settings,
    kinds: createChannelKinds([sms, chat]),
    zoneOf: async () => zone,
    hasWritten: async (_place, since) => lastWroteAt >= since,
    now: () => now,
    clock: () => clockMs,
  })

describe('quiet hours', () => {
  it('are off until somebody sets them', async () => {
    expect(await create().heldUntil(message)).toBeUndefined()
    expect((await create().get()).channels[0]).toEqual({ channel: 'sms', title: 'SMS', hours: null })
  })

  it('hold a message until they end where the contact is', async () => {
    const quiet = create()
    await quiet.set({ channel: 'sms', hours: night })
    expect(await quiet.heldUntil(message)).toEqual(new Date('2026-06-02T06:00:00Z'))
    now = new Date('2026-06-02T06:00:00Z')
    expect(await quiet.heldUntil(message)).toBeUndefined()
  })

  it('go by the zone that the contact is known to be in, before that of the number', async () => {
    const quiet = create()
    await quiet.set({ channel: 'sms', hours: night })
    zone = 'America/New_York'
    expect(await quiet.heldUntil(message)).toBeUndefined()
  })

  it('hold no answer to a contact who has written within the last hour', async () => {
    const quiet = create()
    await quiet.set({ channel: 'sms', hours: night })
    lastWroteAt = new Date(now.getTime() - 59 * 60_000)
    expect(await quiet.heldUntil(message)).toBeUndefined()
    lastWroteAt = new Date(now.getTime() - 61 * 60_000)
    expect(await quiet.heldUntil(message)).toBeDefined()
  })

  it('hold nothing on other channels, and nothing for a contact whose zone is not known', async () => {
    const quiet = create()
    await quiet.set({ channel: 'sms', hours: night })
    expect(await quiet.heldUntil({ ...message, channel: 'chat' })).toBeUndefined()
    expect(await quiet.heldUntil({ ...message, to: '12345' })).toBeUndefined()
  })

  it('that another process has changed count within two seconds', async () => {
    const quiet = create()
    await quiet.set({ channel: 'sms', hours: night })
    await create().set({ channel: 'sms', hours: null })
    clockMs += 2_000
    expect(await quiet.heldUntil(message)).toBeUndefined()
  })
})
