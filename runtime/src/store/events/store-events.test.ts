import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestDatabase } from '../../../test/helpers/database.ts'
import type { Database } from '../database.ts'
import { uuidv7 } from '../uuid.ts'
import { eventId, placeOfEventId } from './event-id.ts'
import { initiatorOf } from './initiator.ts'
import { findEvents, readEvents } from './read-events.ts'
import { type NewEvent, storeEvents } from './store-events.ts'

let database: Database

beforeAll(async () => {
  database = await openTestDatabase()
})

afterAll(() => database.close())

const about = (change: Partial<NewEvent> = {}): NewEvent => ({
  type: 'CUSTOMER_PROFILE/CREATED',
  initiator: { type: 'SYSTEM' },
  content: { customerId: 'c' },
  ...change,
})

async function subscribe(types: readonly string[], isActive = true): Promise<string> {
  const id = uuidv7()
  await database.kysely.insertInto('eventSubscriber').values({ id, kind: 'webhook', types, isActive }).execute()
  return id
}

const deliveriesTo = (subscriberId: string) =>
  database.kysely
    .selectFrom('eventDelivery')
    .select(['seq', 'isAlias', 'state'])
    .where('subscriberId', '=', subscriberId)
    .orderBy('seq')
    .execute()

const store = (events: readonly NewEvent[], at: Date) =>
  database.kysely.transaction().execute((transaction) => storeEvents(transaction, events, at))

async function read(at: Date) {
  return readEvents(database.kysely, { from: at, until: new Date(at.getTime() + 1), limit: 100 })
}

describe('events', () => {
  it('are read in the order in which they were given', async () => {
    const at = new Date('2026-03-01T10:00:00.123Z')
    const content = Array.from({ length: 20 }, (_, place) => ({ customerId: String(place) }))
    await store(
      content.map((one) => about({ content: one })),
      at,
    )
    const stored = await read(at)
    expect(stored.map((event) => event.content)).toEqual(content)
    expect(stored[0]).toMatchObject({ at, type: 'CUSTOMER_PROFILE/CREATED', initiator: { type: 'SYSTEM' } })
    const [, second] = stored
    expect(await findEvents(database.kysely, [second?.seq ?? 0])).toEqual([second])
  })

  it('are forgotten with the transaction that failed', async () => {
    const at = new Date('2026-03-02T10:00:00.000Z')
    const failing = database.kysely.transaction().execute(async (transaction) => {
      await storeEvents(transaction, [about()], at)
      throw new Error('No.')
    })
    await expect(failing).rejects.toThrow('No.')
    expect(await read(at)).toEqual([])
  })

  it('are kept for subscribers that want their type at that moment, and for no others', async () => {
    const at = new Date('2026-03-03T10:00:00.000Z')
    const wanting = await subscribe(['CUSTOMER_PROFILE/CREATED', 'FLOW/DEPLOYED'])
    const others = [await subscribe(['FLOW/DEPLOYED']), await subscribe(['CUSTOMER_PROFILE/CREATED'], false)]
    await store([about(), about({ type: 'CUSTOMER_PROFILE/DELETED' })], at)
    const [first] = await read(at)
    expect(await deliveriesTo(wanting)).toEqual([{ seq: first?.seq, isAlias: false, state: 'waiting' }])
    for (const id of others) expect(await deliveriesTo(id)).toEqual([])
  })

  it('of a received message go out under both of its names', async () => {
    const at = new Date('2026-03-04T10:00:00.000Z')
    const [both, older] = [
      await subscribe(['CONTACT/MESSAGE_RECEIVED', 'MESSAGE/RECEIVED']),
      await subscribe(['MESSAGE/RECEIVED']),
    ]
    await store([about({ type: 'CONTACT/MESSAGE_RECEIVED' })], at)
    expect((await deliveriesTo(both)).map(({ isAlias }) => isAlias).sort()).toEqual([false, true])
    expect((await deliveriesTo(older)).map(({ isAlias }) => isAlias)).toEqual([true])
  })

  it('say who caused them', async () => {
    const at = new Date('2026-03-05T10:00:00.000Z')
    await store([about({ initiator: initiatorOf('user:a:b') }), about({ initiator: initiatorOf('token:x') })], at)
    expect((await read(at)).map(({ initiator }) => initiator)).toEqual([
      { type: 'USER', id: 'a:b' },
      { type: 'SYSTEM' },
    ])
  })
})

describe('the id of an event', () => {
  const place = { seq: 123_456_789, at: new Date('2026-11-29T00:00:00.070Z'), isAlias: false }

  it('is 22 characters that a URL takes, and leads back to its place', () => {
    const id = eventId(place)
    expect(id).toMatch(/^[\w-]{22}$/)
    expect(placeOfEventId(id)).toEqual(place)
    const alias = eventId({ ...place, isAlias: true })
    expect(alias).not.toBe(id)
    expect(placeOfEventId(alias)).toEqual({ ...place, isAlias: true })
  })

  it('is no other text', () => {
    for (const text of ['', 'x'.repeat(22), `${eventId(place)}=`, 'AAAAAAAAAAAAAAAAAAAAAA']) {
      expect(placeOfEventId(text)).toBeUndefined()
    }
  })
})
