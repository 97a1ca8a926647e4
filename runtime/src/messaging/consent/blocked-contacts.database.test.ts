import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { openTestDatabase } from '../../../test/helpers/database.ts'
import type { ContactBlock } from '../../kit/inbound-message.ts'
import type { Database } from '../../store/database.ts'
import { contactPointId } from '../../store/messages/contact-point-id.ts'
import { uuidv7 } from '../../store/uuid.ts'
import { createChannelKinds } from '../channel-kinds.ts'
import { sms } from '../channels/sms.ts'
import { createBlockedContacts } from './blocked-contacts.ts'
import { type ConsentRepository, createConsentRepository } from './consent-repository.ts'
import { createOptedOut } from './opted-out.ts'

const { hasConsentWords: _, ...withoutWords } = sms
const pigeon = { ...withoutWords, id: 'pigeon', title: 'Pigeon', normalise: (value: string) => value }

let database: Database
let consents: ConsentRepository
let contact: string
let count = 0

beforeAll(async () => {
  database = await openTestDatabase()
  consents = createConsentRepository(database.kysely)
})
afterAll(() => database.close())
beforeEach(() => {
  count += 1
  contact = `contact-${count}`
})

function setUp() {
  const optedOut = createOptedOut({ consents, isShared: true, clock: () => performance.now() })
  const now = () => new Date()
  const blocked = createBlockedContacts({ consents, optedOut, kinds: createChannelKinds([sms, pigeon]), now })
  const place = {
    contactPointId: contactPointId({ channel: 'pigeon', accountId: '', value: contact }),
    address: 'ours',
  }
  const block = (isBlocked: boolean): ContactBlock => {
    return { channel: 'pigeon', accountId: 'account', address: 'ours', contact, isBlocked, detail: 'Pigeon said so.' }
  }
  return { optedOut, blocked, place, block }
}

it('a contact who blocks us is opted out, once, until it no longer does', async () => {
  const { optedOut, blocked, place, block } = setUp()
  expect(await blocked(block(false))).toBe(false)
  expect(await blocked(block(true))).toBe(true)
  expect(await blocked(block(true))).toBe(false)
  expect(await optedOut.has(place)).toBe(true)
  expect(await blocked(block(false))).toBe(true)
  expect(await optedOut.has(place)).toBe(false)
  const { items } = await consents.log({ search: contact, limit: 10 })
  expect(items.map(({ state, source, detail }) => [state, source, detail])).toEqual([
    ['in', 'carrier', 'Pigeon said so.'],
    ['out', 'carrier', 'Pigeon said so.'],
  ])
})

it('an opt-out by a person stays when the contact blocks us and comes back', async () => {
  const { optedOut, blocked, place, block } = setUp()
  const [id, at] = [uuidv7(), new Date()]
  const change = { id, at, ...place, accountId: '', channel: 'pigeon', contact, detail: 'Maya' }
  await consents.record([{ ...change, state: 'out', source: 'person' }])
  await optedOut.refresh()
  expect(await blocked(block(true))).toBe(false)
  expect(await blocked(block(false))).toBe(false)
  expect(await optedOut.has(place)).toBe(true)
})

it('a block that was lifted is not lifted again when the contact opts out of all addresses', async () => {
  const { optedOut, blocked, place, block } = setUp()
  await blocked(block(true))
  await blocked(block(false))
  const [id, at] = [uuidv7(), new Date()]
  const change = { id, at, ...place, address: '', accountId: '', channel: 'pigeon', contact, detail: 'Stay away' }
  await consents.record([{ ...change, state: 'out', source: 'flow' }])
  await optedOut.refresh()
  expect(await blocked(block(false))).toBe(false)
  expect((await consents.log({ search: contact, limit: 10 })).items).toHaveLength(3)
})
