import type { ContactResource } from '@patchbay/shared/api'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testContactParts } from '../../test/helpers/contact-parts.ts'
import { openTestDatabase } from '../../test/helpers/database.ts'
import { aMessage } from '../../test/helpers/store-fixtures.ts'
import type { Database } from '../store/database.ts'
import { contactPointId } from '../store/messages/contact-point-id.ts'
import { createRunWriter } from '../store/runs/run-writer.ts'
import { uuidv7 } from '../store/uuid.ts'
import type { ContactParts } from './create-contacts.ts'

const startedAt = Date.UTC(2026, 10, 3, 12)
const minute = 60_000
const author = 'user:me'
const ours = '+17865550100'
const [ana, ben, cleo] = ['+13055550161', '+13055550162', '+13055550163']
let database: Database
let parts: ContactParts
let writer: ReturnType<typeof createRunWriter>

beforeAll(async () => {
  database = await openTestDatabase()
  const now = () => new Date(startedAt)
  parts = testContactParts({ database, now })
  writer = createRunWriter(database, { now, processId: uuidv7() })
})
afterAll(() => database.close())

async function says(contact: string, minutes: number): Promise<void> {
  const at = new Date(startedAt + minutes * minute)
  await writer.receive(aMessage({ contact, address: ours, status: 'no-flow', at, providerId: null }))
}

/** Notes what a contact wants from all our addresses, or from one. */
async function wants(contact: string, state: 'in' | 'out', address = ''): Promise<void> {
  const point = contactPointId({ channel: 'sms', accountId: '', value: contact })
  await sql`select record_consent(${uuidv7()}::uuid, ${new Date(startedAt)}::timestamptz, ${point}::uuid, ${address}, 'sms',
    ${contact}, ${state}, 'word', 'STOP')`.execute(database.kysely)
}

async function named(name: string, phone: string, language?: string): Promise<ContactResource> {
  return parts.contacts.create({ fields: { name, phone, ...(language === undefined ? {} : { language }) } }, author)
}

async function found(filter: Parameters<ContactParts['contacts']['list']>[0]): Promise<readonly string[]> {
  const [{ items }, count] = await Promise.all([
    parts.contacts.list(filter, { limit: 10 }),
    parts.contacts.count(filter),
  ])
  expect(count).toBe(items.length)
  return items.map(({ name }) => name)
}

describe('the list of contacts', () => {
  beforeAll(async () => {
    await named('Ana', ana, 'pt-BR')
    await named('Ben', ben, 'pt')
    await named('Cleo', cleo, 'de')
    await parts.contacts.create({ fields: { name: 'Nowhere', language: 'ptx' } }, author)
    await says(ana, 1)
    await says(cleo, 2)
    await says(ben, 3)
    await wants(ana, 'out')
    await wants(ben, 'in')
    await wants(cleo, 'out', ours)
  })

  it('has the one who was heard of last first', async () => {
    expect(await found({})).toEqual(['Ben', 'Cleo', 'Ana', 'Nowhere'])
    await says(ana, 5)
    expect(await found({})).toEqual(['Ana', 'Ben', 'Cleo', 'Nowhere'])
  })

  it.each([
    ['a language with all its regions', { language: 'pt' }, ['Ana', 'Ben']],
    ['a language of one region', { language: 'pt-BR' }, ['Ana']],
    ['a channel', { channel: 'sms' }, ['Ana', 'Ben', 'Cleo']],
    ['a channel that nobody has', { channel: 'pigeon' }, []],
    ['having opted out, also of one address', { consent: 'out' }, ['Ana', 'Cleo']],
    ['having opted out nowhere', { consent: 'in' }, ['Ben', 'Nowhere']],
    ['a message since a time', { since: new Date(startedAt + 3 * minute).toISOString() }, ['Ana', 'Ben']],
    ['several of these', { language: 'pt', consent: 'in', search: 'be' }, ['Ben']],
  ] as const)('is narrowed to %s', async (_what, filter, names) => {
    expect(await found(filter)).toEqual(names)
  })

  it('refuses a time that is none', async () => {
    await expect(parts.contacts.list({ since: 'yesterday' }, { limit: 5 })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
    })
  })
})

describe('a contact that was merged into another', () => {
  it('brings what it has opted out of, and the conversations', async () => {
    const [kept, gone] = [await named('Kept', '+13055550165'), await named('Gone', '+13055550166')]
    await says('+13055550166', 10)
    await wants('+13055550166', 'out')
    const merged = await parts.contacts.merge(kept.id, { from: gone.id }, author)
    expect(merged.points.map(({ value, consent }) => [value, consent]).sort()).toEqual([
      ['+13055550165', 'none'],
      ['+13055550166', 'out'],
    ])
    expect(merged.lastAt).toBe(new Date(startedAt + 10 * minute).toISOString())
    expect(await found({ consent: 'out', search: '5550165' })).toEqual(['Kept'])
    const { items } = await parts.contacts.history(kept.id, { limit: 10 })
    expect(items.map(({ kind }) => kind).sort()).toEqual(['change', 'change', 'change', 'consent', 'conversation'])
  })
})

describe('an address or id that is taken away from a contact', () => {
  const crm = { source: 'crm', externalId: 'D-4' }

  it('is gone where nothing was said there, and what it has opted out of stays', async () => {
    const number = '+13055550171'
    const { id, points } = await named('Dana', number)
    await wants(number, 'out')
    await parts.contacts.change(id, { externalIds: [crm] }, author)
    const change = { removePoints: points.map((point) => point.id), removeExternalIds: [crm] }
    const changed = await parts.contacts.change(id, change, author)
    expect(changed).toMatchObject({ name: 'Dana', points: [], externalIds: [] })
    expect(await found({ search: 'd-4' })).toEqual([])
    expect(await parts.contacts.change(id, change, author)).toEqual(changed)
    const { id: other, points: theirs } = await parts.contacts.create(
      { points: [{ channel: 'sms', value: number }] },
      author,
    )
    expect(theirs).toMatchObject([{ value: number, consent: 'out' }])
    expect(other).not.toBe(id)
    expect((await parts.contacts.change(other, { externalIds: [crm] }, author)).externalIds).toMatchObject([crm])
  })

  it('goes to a contact of its own with what was said there', async () => {
    const [mine, wrong] = ['+13055550173', '+13055550174']
    await says(mine, 20)
    await says(wrong, 30)
    const [one, other] = await Promise.all(
      [mine, wrong].map(async (search) => {
        return (await parts.contacts.list({ search }, { limit: 1 })).items[0]
      }),
    )
    const { id, points } = await parts.contacts.merge(one?.id ?? '', { from: other?.id ?? '' }, author)
    const point = points.find(({ value }) => value === wrong)?.id ?? ''
    const left = await parts.contacts.change(id, { removePoints: [point] }, author)
    expect(left.points.map(({ value }) => value)).toEqual([mine])
    expect(left.lastAt).toBe(new Date(startedAt + 20 * minute).toISOString())
    const [split] = (await parts.contacts.list({ search: wrong }, { limit: 2 })).items
    expect(split).toMatchObject({
      name: '',
      points: [{ id: point }],
      lastAt: new Date(startedAt + 30 * minute).toISOString(),
    })
    expect(split?.id).not.toBe(id)
    const history = await parts.contacts.history(split?.id ?? '', { limit: 5 })
    expect(history.items.map(({ kind }) => kind)).toEqual(['conversation', 'change'])
    await says(wrong, 40)
    expect((await parts.contacts.list({ search: wrong }, { limit: 2 })).items.map((contact) => contact.id)).toEqual([
      split?.id,
    ])
  })

  it('does not come back with the next message, also not to the contact that it has made', async () => {
    const number = '+13055550176'
    await says(number, 50)
    const [{ id = '', points = [] } = {}] = (await parts.contacts.list({ search: number }, { limit: 1 })).items
    await parts.contacts.change(
      id,
      { fields: { name: 'Mistaken' }, removePoints: points.map((point) => point.id) },
      author,
    )
    await says(number, 60)
    expect((await parts.contacts.get(id)).points).toEqual([])
  })

  it('is not taken from another contact', async () => {
    const { points } = await named('Eve', '+13055550177')
    const other = await named('Fay', '+13055550178')
    await parts.contacts.change(other.id, { removePoints: points.map(({ id }) => id) }, author)
    expect((await parts.contacts.list({ search: '5550177' }, { limit: 1 })).items).toMatchObject([{ name: 'Eve' }])
  })
})
