import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '@patchbay/shared/time'
import { sql } from 'kysely'
import { Webhook } from 'standardwebhooks'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { toV1 } from '../../src/event-webhooks/as-gladly.ts'
import { eventually } from '../helpers/eventually.ts'
import { openRig, type Rig } from './rig.ts'

let rig: Rig

beforeAll(async () => {
  rig = await openRig()
})

afterEach(async () => {
  for (const { id } of await rig.webhooks.list()) await rig.webhooks.remove(id)
  rig.alerts.length = 0
})

afterAll(() => rig.close())

const later = (ms: number) => new Date(rig.now().getTime() + ms)
const told = () => rig.alerts.map(({ body }) => body.event)
const outcomes = async (id: string) => (await rig.webhooks.attempts(id)).map(({ outcome }) => outcome).reverse()

/** Seconds from the first attempt to each of the others. */
async function offsets(id: string): Promise<readonly number[]> {
  const times = (await rig.webhooks.attempts(id)).map(({ at }) => Date.parse(at)).reverse()
  return times.map((time) => Math.round((time - (times[0] ?? 0)) / SECOND_MS))
}

describe('an event is delivered', () => {
  it('once, signed as Standard Webhooks asks, with everything that the webhook adds', async () => {
    const receiver = await rig.receiver()
    const { secret, webhook } = await rig.webhook(receiver, {
      username: 'name',
      password: 'pass:word',
      realm: 'R',
      // One header has the name of a secret, and the receiver says them all again.
      headers: { 'X-Api-Key': 'k-5501-secret', password: 'h-7703-secret' },
    })
    receiver.answer({ status: 200, body: `k-5501-secret pass:word h-7703-secret ${secret}` })
    // The library looks at the clock of the machine.
    rig.advance(Date.now() - rig.now().getTime())
    await rig.store()
    await rig.deliverUntil(rig.now())
    const [one, ...others] = receiver.received
    expect(others).toEqual([])
    expect(one?.headers).toMatchObject({
      'content-type': 'application/json',
      'user-agent': 'Patchbay/1.2.3',
      authorization: `Basic ${Buffer.from('name:pass:word').toString('base64')}`,
      'x-api-key': 'k-5501-secret',
      'webhook-id': one?.event.id,
    })
    const headers = Object.fromEntries(Object.entries(one?.headers ?? {}).map(([name, value]) => [name, String(value)]))
    expect(new Webhook(secret).verify(one?.body ?? '', headers)).toEqual(one?.event)
    expect(one?.event).toEqual({
      id: expect.stringMatching(/^[\w-]{22}$/),
      type: 'CUSTOMER_PROFILE/CREATED',
      timestamp: rig.now().toISOString(),
      initiator: { id: 'patchbay', type: 'SYSTEM' },
      content: { customerId: '0' },
    })
    const log = JSON.stringify(await rig.webhooks.attempts(webhook.id))
    for (const hidden of [
      'k-5501-secret',
      'h-7703-secret',
      'pass:word',
      Buffer.from('name:pass:word').toString('base64'),
      secret,
    ]) {
      expect(log).not.toContain(hidden)
    }
    expect(log).toContain('X-Api-Key')
  })

  it('with both signatures while there are two secrets', async () => {
    const receiver = await rig.receiver()
    const { secret, webhook } = await rig.webhook(receiver)
    const renewed = await rig.webhooks.renewSecret(webhook.id)
    await rig.store()
    await rig.deliverUntil(rig.now())
    await rig.webhooks.removeOlderSecret(webhook.id)
    await rig.store()
    await rig.deliverUntil(rig.now())
    const signatures = receiver.received.map(({ headers }) => String(headers['webhook-signature']).split(' ').length)
    expect(signatures).toEqual([2, 1])
    expect(renewed).not.toBe(secret)
  })

  it('in the order of happening, however many', async () => {
    const receiver = await rig.receiver()
    await rig.webhook(receiver)
    await rig.store(120)
    await rig.deliverUntil(rig.now())
    expect(receiver.received.map(({ event }) => event.content.customerId)).toEqual(
      Array.from({ length: 120 }, (_, index) => String(index)),
    )
  })

  it('with the text of a message only where the webhook asks for it', async () => {
    const [thin, full] = [await rig.receiver(), await rig.receiver()]
    const events = ['CONTACT/MESSAGE_RECEIVED', 'MESSAGE/RECEIVED']
    await rig.webhook(thin, { events })
    await rig.webhook(full, { events, includesText: true })
    const id = '019a0000-0000-7000-8000-00000000abcd'
    const at = rig.now()
    const row = {
      id,
      conversationId: id,
      channel: 'sms',
      accountId: 'a',
      address: '+1',
      contact: '+2',
      direction: 'in',
    }
    await rig.database.kysely
      .insertInto('message')
      .values({ ...row, direction: 'in', content: JSON.stringify({ text: 'Hello' }), status: 'received', at })
      .execute()
    await rig.store(1, { type: 'CONTACT/MESSAGE_RECEIVED', content: { channel: 'sms', messageId: id } })
    await rig.deliverUntil(rig.now())
    const contents = (received: typeof thin.received) => received.map(({ event: { type, content } }) => [type, content])
    const plain = { channel: 'SMS', messageId: id }
    expect(contents(thin.received)).toEqual([
      ['CONTACT/MESSAGE_RECEIVED', plain],
      ['MESSAGE/RECEIVED', plain],
    ])
    expect(contents(full.received)).toEqual([
      ['CONTACT/MESSAGE_RECEIVED', { ...plain, text: 'Hello' }],
      ['MESSAGE/RECEIVED', plain],
    ])
    expect(new Set(thin.ids()).size).toBe(2)
  })
})

describe('a receiver that', () => {
  const hour = 3_600
  it.each([
    { preset: 'gladly', seconds: [0, 30, 330, 2_130, 5_730] },
    { preset: 'standard', seconds: [0, 30, 330, 2_130, 5_730] },
  ] as const)('fails four times gets the event a fifth time, once ($preset)', async ({ preset, seconds }) => {
    const receiver = await rig.receiver()
    const { webhook } = await rig.webhook(receiver, { preset })
    receiver.answer(() => ({ status: receiver.received.length <= 4 ? 500 : 200 }))
    await rig.store()
    await rig.deliverUntil(later(2 * DAY_MS))
    const took = await offsets(webhook.id)
    expect(took).toHaveLength(5)
    const share = preset === 'gladly' ? 0 : 0.2
    took.forEach((at, index) => {
      expect(Math.abs(at - (seconds[index] ?? 0))).toBeLessThanOrEqual((seconds[index] ?? 0) * share + 1)
    })
    expect(await outcomes(webhook.id)).toEqual(['debug', 'debug', 'debug', 'debug', 'success'])
    expect(new Set(receiver.ids()).size).toBe(1)
    const stamps = receiver.received.map(({ headers }) => headers['webhook-timestamp'])
    expect(new Set(stamps).size).toBe(5)
    expect(told()).toEqual([])
  })

  it('goes on failing turns a webhook like Gladly off after four retries, with a notice', async () => {
    const receiver = await rig.receiver()
    const { webhook } = await rig.webhook(receiver, { preset: 'gladly' })
    receiver.answer({ status: 503 })
    await rig.store()
    await rig.deliverUntil(later(DAY_MS))
    expect(await outcomes(webhook.id)).toEqual(['debug', 'debug', 'debug', 'debug', 'error'])
    const off = await rig.webhooks.get(webhook.id)
    expect(off).toMatchObject({ state: 'off', offReason: 'retry-limit', undelivered: 1, waiting: 0 })
    await rig.webhooks.change(webhook.id, { name: 'Renamed' })
    expect(toV1(await rig.webhooks.get(webhook.id)).disabledAtDueToRetryLimit).toBe(off.updatedAt)
    expect(told()).toEqual(['webhook-off'])
    await rig.store()
    expect(await rig.webhooks.get(webhook.id)).toMatchObject({ waiting: 0 })
    await expect(rig.webhooks.resend(webhook.id, { undelivered: true })).rejects.toMatchObject({ code: 'WEBHOOK_OFF' })
    receiver.answer({ status: 200 })
    await rig.webhooks.change(webhook.id, { state: 'on' })
    expect(await rig.webhooks.resend(webhook.id, { undelivered: true })).toBe(1)
    await rig.deliverUntil(rig.now())
    expect(new Set(receiver.ids()).size).toBe(1)
    const on = await rig.webhooks.get(webhook.id)
    expect(on).toMatchObject({ state: 'on', offReason: null, offAt: null, undelivered: 0 })
  })

  it('fails for a day and more loses the event to the undelivered ones, and stays', async () => {
    const receiver = await rig.receiver()
    const { webhook } = await rig.webhook(receiver)
    receiver.answer({ status: 400 })
    await rig.store()
    await rig.deliverUntil(later(2 * DAY_MS))
    expect(await rig.webhooks.get(webhook.id)).toMatchObject({ state: 'on', undelivered: 1 })
    const took = await offsets(webhook.id)
    expect(took).toHaveLength(9)
    expect(took.at(-1)).toBeGreaterThan(0.8 * 28 * hour)
    expect(told()).toEqual([])
  })

  it('fails for days is turned off after five, with a notice before and then', async () => {
    const receiver = await rig.receiver()
    const { webhook } = await rig.webhook(receiver)
    receiver.answer({ status: 500 })
    const told: unknown[][] = []
    for (let day = 0; day < 11 && (await rig.webhooks.get(webhook.id)).state === 'on'; day += 1) {
      await rig.store()
      await rig.deliverUntil(later(DAY_MS / 2))
      told.push(rig.alerts.map(({ body }) => body.event))
    }
    expect(told.at(-1)).toEqual(['webhook-failing', 'webhook-off'])
    expect(told.findIndex((events) => events.length > 0)).toBe(8)
    expect(told).toHaveLength(11)
    expect(await rig.webhooks.get(webhook.id)).toMatchObject({ state: 'off', offReason: 'failing' })
  })

  it('is gone (410) gets nothing more', async () => {
    const receiver = await rig.receiver()
    const { webhook } = await rig.webhook(receiver)
    receiver.answer({ status: 410 })
    await rig.store(3)
    await rig.deliverUntil(later(DAY_MS))
    expect(receiver.received).toHaveLength(1)
    expect(await rig.webhooks.get(webhook.id)).toMatchObject({ state: 'off', offReason: 'gone', undelivered: 3 })
    expect(told()).toEqual(['webhook-off'])
  })

  it('asks for a pause gets it', async () => {
    const receiver = await rig.receiver()
    const { webhook } = await rig.webhook(receiver)
    const asked = ['90', '0', '999999']
    receiver.answer(() => {
      const after = asked[receiver.received.length - 1]
      return after === undefined ? { status: 200 } : { status: 429, headers: { 'retry-after': after } }
    })
    await rig.store()
    await rig.deliverUntil(later(3 * DAY_MS))
    expect(await offsets(webhook.id)).toEqual([0, 90, 91, 91 + 24 * hour])
  })

  it('redirects has failed, and nobody follows', async () => {
    const [receiver, target] = [await rig.receiver(), await rig.receiver()]
    const { webhook } = await rig.webhook(receiver)
    receiver.answer({ status: 307, headers: { location: target.url } })
    await rig.store()
    await rig.deliverUntil(later(SECOND_MS))
    expect(target.received).toEqual([])
    const [attempt] = await rig.webhooks.attempts(webhook.id)
    expect(attempt).toMatchObject({ outcome: 'debug', status: 307 })
    expect(attempt?.error).toContain('Redirects are not followed')
  })

  it('hangs has failed, and gets the same event again', async () => {
    const slow = await openRig(50)
    const receiver = await slow.receiver()
    const { webhook } = await slow.webhook(receiver)
    receiver.answer('hang')
    await slow.store()
    await slow.dispatcher.deliverDue()
    receiver.answer({ status: 200 })
    await slow.deliverUntil(new Date(slow.now().getTime() + MINUTE_MS))
    const attempts = await slow.webhooks.attempts(webhook.id)
    expect(attempts.map(({ outcome }) => outcome)).toEqual(['success', 'debug'])
    expect(attempts[1]).toMatchObject({ status: null, response: null })
    expect(new Set(receiver.ids()).size).toBe(1)
    await slow.close()
  })

  it.each([
    ['answers 502', { status: 502 }],
    ['ends the connection', 'cut'],
  ] as const)('is down for an hour and %s gets all that happened meanwhile, in order', async (_, down) => {
    const receiver = await rig.receiver()
    const { webhook } = await rig.webhook(receiver)
    receiver.answer(down)
    await rig.store(100)
    await rig.deliverUntil(later(HOUR_MS))
    receiver.answer({ status: 200 })
    const before = receiver.received.length
    await rig.deliverUntil(later(6 * HOUR_MS))
    expect(receiver.received.slice(before).map(({ event }) => Number(event.content.customerId))).toEqual(
      Array.from({ length: 100 }, (_, index) => index),
    )
    expect(await rig.webhooks.get(webhook.id)).toMatchObject({ waiting: 0, undelivered: 0, failingSince: null })
  })
})

describe('a webhook that leads to a private address', () => {
  it('sends nothing there, whenever it came to lead there', async () => {
    const receiver = await rig.receiver()
    const { webhook } = await rig.webhook(receiver)
    const privately = rig.database.kysely.updateTable('eventWebhook').set({ url: 'https://10.0.0.1/' })
    await privately.where('id', '=', webhook.id).execute()
    await rig.store()
    await rig.dispatcher.deliverDue()
    const [attempt] = await rig.webhooks.attempts(webhook.id)
    expect(attempt).toMatchObject({ outcome: 'debug', status: null, response: null })
    expect(attempt?.error).toMatch(/10\.0\.0\.1|private|not allowed/i)
  })
})

describe('a webhook that is changed', () => {
  it('while an event is sent is not turned off by what the receiver before answers', async () => {
    const [before, next] = [await rig.receiver(), await rig.receiver()]
    const { webhook } = await rig.webhook(before)
    before.answer('hang')
    await rig.store()
    const pass = rig.dispatcher.deliverDue()
    await eventually(() => before.received.length === 1)
    rig.advance(SECOND_MS)
    await rig.webhooks.change(webhook.id, { url: next.url })
    before.release({ status: 410 })
    await pass
    expect(await rig.webhooks.get(webhook.id)).toMatchObject({ state: 'on', waiting: 1, failingSince: null })
    expect(await outcomes(webhook.id)).toEqual(['debug'])
    await rig.deliverUntil(rig.now())
    expect(next.ids()).toEqual(before.ids())
  })

  it('by two people at once has both changes', async () => {
    const { webhook } = await rig.webhook(await rig.receiver())
    await Promise.all([rig.webhooks.renewSecret(webhook.id), rig.webhooks.change(webhook.id, { name: 'Renamed' })])
    expect(await rig.webhooks.get(webhook.id)).toMatchObject({ name: 'Renamed', hasOlderSecret: true })
  })
})

describe('without an event webhook that is on', () => {
  it('nothing is asked of the database', async () => {
    const { webhook } = await rig.webhook(await rig.receiver())
    const ask = async () => {
      const before = rig.statements()
      await rig.dispatcher.deliverDue()
      await rig.worker.work({}, new AbortController().signal)
      return rig.statements() - before
    }
    expect(await ask()).toBeGreaterThan(0)
    await rig.webhooks.change(webhook.id, { state: 'off' })
    // Flows listen, too.
    const flow = { id: '019a0000-0000-7000-8000-00000000f10e', kind: 'flow' as const, isActive: true }
    const listening = rig.database.kysely
      .insertInto('eventSubscriber')
      .values({ ...flow, types: ['CONVERSATION/CLOSED'] })
    await listening.execute()
    await rig.database.eventWants.refresh()
    expect(await ask()).toBe(0)
    await rig.database.kysely.deleteFrom('eventSubscriber').where('id', '=', flow.id).execute()
  })
})

describe('an event that waits for its retry', () => {
  it.each([
    { isStrict: false, order: ['0', '1', '2', '0'] },
    { isStrict: true, order: ['0', '0', '1', '2'] },
  ])('holds back the later ones only in strict order ($isStrict)', async ({ isStrict, order }) => {
    const receiver = await rig.receiver()
    await rig.webhook(receiver, { isStrict })
    receiver.answer(() => ({ status: receiver.received.length === 1 ? 500 : 200 }))
    await rig.store(3)
    await rig.deliverUntil(later(HOUR_MS))
    expect(receiver.received.map(({ event }) => event.content.customerId)).toEqual(order)
  })
})

describe('a paused webhook', () => {
  it('keeps its events for as long as it says, and then sends the oldest first', async () => {
    const receiver = await rig.receiver()
    const { webhook } = await rig.webhook(receiver, { state: 'paused', holdDays: 2 })
    await rig.store()
    const storedAt = rig.now()
    rig.advance(DAY_MS)
    await rig.store(2)
    await rig.dispatcher.deliverDue()
    expect(await rig.webhooks.get(webhook.id)).toMatchObject({
      waiting: 3,
      oldestWaitingAt: storedAt.toISOString(),
      expiresAt: new Date(storedAt.getTime() + 2 * DAY_MS).toISOString(),
    })
    rig.advance(1.5 * DAY_MS)
    await rig.worker.work({}, new AbortController().signal)
    expect(await rig.webhooks.get(webhook.id)).toMatchObject({ waiting: 2, undelivered: 1 })
    await rig.webhooks.change(webhook.id, { state: 'on' })
    await rig.deliverUntil(rig.now())
    expect(receiver.received.map(({ event }) => event.content.customerId)).toEqual(['0', '1'])
  })
})

describe('events can be sent again', () => {
  it('one, or all of a time, with the same ids and a new time', async () => {
    const receiver = await rig.receiver()
    const { webhook } = await rig.webhook(receiver)
    const from = rig.now().toISOString()
    await rig.store(3)
    await rig.deliverUntil(later(MINUTE_MS))
    const ids = receiver.ids()
    expect(await rig.webhooks.resend(webhook.id, { eventId: ids[1] ?? '' })).toBe(1)
    await rig.deliverUntil(rig.now())
    expect(await rig.webhooks.resend(webhook.id, { from, until: later(1).toISOString() })).toBe(3)
    await rig.deliverUntil(rig.now())
    expect(receiver.ids()).toEqual([...ids, ids[1], ...ids])
    const stamps = receiver.received.map(({ headers }) => Number(headers['webhook-timestamp']))
    expect(stamps[3]).toBe((stamps[1] ?? 0) + 60)
    const signal = { eventId: 'no such event' }
    await expect(rig.webhooks.resend(webhook.id, signal)).rejects.toMatchObject({ code: 'INVALID_INPUT' })
  })
})

describe('twenty receivers', () => {
  it('do not wait for the one that hangs, and there are no more than twenty', async () => {
    const receivers = await Promise.all(Array.from({ length: 20 }, () => rig.receiver()))
    for (const receiver of receivers) await rig.webhook(receiver)
    await expect(rig.webhook(await rig.receiver())).rejects.toMatchObject({ code: 'TOO_MANY_WEBHOOKS' })
    const [dead, ...others] = receivers
    dead?.answer('hang')
    await rig.store(5)
    let isOver = false
    const pass = rig.dispatcher.deliverDue().finally(() => {
      isOver = true
    })
    await eventually(() => others.every(({ received }) => received.length === 5))
    expect(isOver).toBe(false)
    dead?.answer({ status: 500 })
    await pass
  })
})

describe('a process that dies while it sends', () => {
  it('leaves the webhook to the living, who send the event again under its id; of the living nobody takes it', async () => {
    const receiver = await rig.receiver()
    const { webhook } = await rig.webhook(receiver)
    await rig.store()
    await rig.beat()
    const claimBy = (claimedBy: string) =>
      rig.database.kysely
        .updateTable('eventWebhook')
        .set({ claimedBy, claimedUntil: sql<Date>`now() + interval '1 minute'` })
        .where('id', '=', webhook.id)
        .execute()
    const { id: living } = await rig.database.kysely.selectFrom('process').select('id').executeTakeFirstOrThrow()
    await claimBy(living)
    await Promise.all([rig.dispatcher.deliverDue(), rig.other.dispatcher.deliverDue()])
    expect(receiver.received).toEqual([])
    await claimBy('019a0000-0000-7000-8000-00000000dead')
    await rig.other.dispatcher.deliverDue()
    expect(receiver.received).toHaveLength(1)
    // Of the embedded database there is one process: every claim of another one is over when it starts.
    await rig.store()
    await claimBy(living)
    await rig.other.dispatcher.deliverDue()
    expect(receiver.received).toHaveLength(1)
    await rig.alone.dispatcher.deliverDue()
    expect(receiver.received).toHaveLength(2)
  })

  it('in the middle of a request has sent an event that comes again', async () => {
    const dying = await openRig(20_000)
    const receiver = await dying.receiver()
    await dying.webhook(receiver)
    receiver.answer('hang')
    await dying.store()
    const pass = dying.dispatcher.deliverDue()
    await eventually(() => receiver.received.length === 1)
    await dying.dispatcher.stop()
    await pass
    receiver.answer({ status: 200 })
    await dying.other.dispatcher.deliverDue()
    expect(receiver.received).toHaveLength(2)
    expect(new Set(receiver.ids()).size).toBe(1)
    await dying.close()
  })
})

describe('two processes', () => {
  it('send an event once', async () => {
    const receiver = await rig.receiver()
    await rig.webhook(receiver)
    await rig.store(30)
    await rig.beat()
    await Promise.all([rig.dispatcher.deliverDue(), rig.other.dispatcher.deliverDue()])
    expect(receiver.received).toHaveLength(30)
    expect(new Set(receiver.ids()).size).toBe(30)
  })
})
