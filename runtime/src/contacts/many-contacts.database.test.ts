import { Readable } from 'node:stream'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testContactParts } from '../../test/helpers/contact-parts.ts'
import { openTestDatabase } from '../../test/helpers/database.ts'
import type { Database } from '../store/database.ts'
import { type ContactPoint, contactPointId } from '../store/messages/contact-point-id.ts'
import type { ContactParts } from './create-contacts.ts'
import { changeOfLine, type ImportLine } from './import-line.ts'
import { storeImport } from './store-import.ts'

const now = new Date(Date.UTC(2026, 10, 3, 12))
const author = 'user:me'
let database: Database
let parts: ContactParts

beforeAll(async () => {
  database = await openTestDatabase()
  parts = testContactParts({ database, now: () => now })
})
afterAll(() => database.close())

/** A file as a request brings it. */
function inParts(csv: string): AsyncIterable<string> {
  return Readable.from([csv])
}

async function eventTypes(): Promise<Record<string, number>> {
  const { rows } = await sql<{ readonly type: string; readonly count: number }>`
    select type, count(*)::int as count from event group by type`.execute(database.kysely)
  return Object.fromEntries(rows.map(({ type, count }) => [type, count]))
}

describe('the import of contacts', () => {
  const csv = [
    'First name,Mobile,E-Mail,external_id:crm,Room',
    'Ana,+1 305 555 0111,ANA@example.com,A-1,412',
    'Ben,,ben@example.com,B-2,',
    'Wrong,not a number,,,',
    '"Ana, again",+13055550111,,,413',
    '',
  ].join('\r\n')
  const columns = ['first_name', 'channel:sms', 'email', 'external_id:crm', 'room']

  it('shows what it would do, and stores nothing', async () => {
    await parts.contacts.fields.add({ label: 'Room', kind: 'number' })
    const guessed = await parts.contacts.import({ csv: inParts(csv), check: true, author })
    expect(guessed.columns.map(({ target }) => target)).toEqual(['first_name', '', 'email', 'external_id:crm', 'room'])
    const preview = await parts.contacts.import({ csv: inParts(csv), check: true, columns, author })
    expect(preview).toMatchObject({ toAdd: 2, toChange: 1, wrongLines: 1, isImported: false })
    expect(preview.errors).toEqual([{ line: 4, message: 'SMS: "not a number" is no address there.' }])
    expect(preview.first[0]).toEqual(['Ana', '+1 305 555 0111', 'ANA@example.com', 'A-1', '412'])
    expect(await parts.contacts.count({})).toBe(0)
  })

  it('adds new contacts and changes those it knows, each once', async () => {
    const done = await parts.contacts.import({ csv: inParts(csv), check: false, columns, author })
    expect(done).toMatchObject({ toAdd: 2, toChange: 1, wrongLines: 1, isImported: true })
    const [ana] = (await parts.contacts.list({ search: '5550111' }, { limit: 5 })).items
    expect(ana).toMatchObject({
      name: 'Ana, again',
      fields: { first_name: 'Ana, again', email: 'ana@example.com', room: 413 },
      points: [{ channel: 'sms', value: '+13055550111' }],
      externalIds: [{ source: 'crm', externalId: 'A-1' }],
    })
    const before = await eventTypes()
    expect(before).toEqual({ 'CUSTOMER_PROFILE/CREATED': 2, 'CUSTOMER_PROFILE/UPDATED': 1 })
  })

  it('leaves what was exported as it is when it is imported again, and tells nobody', async () => {
    const before = await eventTypes()
    let exported = ''
    for await (const part of await parts.contacts.csv()) exported += part.toString()
    expect(exported.split('\r\n')[0]).toContain('first_name,last_name,name,phone,email')
    const again = await parts.contacts.import({ csv: inParts(exported), check: false, author })
    expect(again).toMatchObject({ toAdd: 0, toChange: 2, wrongLines: 0 })
    expect(await eventTypes()).toEqual(before)
  })

  it('keeps a contact apart from another one that has its number in the field Phone', async () => {
    const number = '+13055550133'
    const dana = await parts.contacts.create({ fields: { name: 'Dana', phone: number } }, author)
    await parts.contacts.create({ fields: { name: 'Other', phone: number } }, author)
    let csv = ''
    for await (const part of await parts.contacts.csv()) csv += part.toString()
    const again = await parts.contacts.import({ csv: inParts(csv), check: false, author })
    expect(again.errors).toEqual([])
    expect((await parts.contacts.get(dana.id)).name).toBe('Dana')
  })

  it('makes an address of the field Phone where the file has no column of addresses for texts', async () => {
    const csv = 'First name,Phone\nEve,+13055550134'
    await parts.contacts.import({ csv: inParts(csv), check: false, author })
    const [eve] = (await parts.contacts.list({ search: '5550134' }, { limit: 5 })).items
    expect(eve?.points).toMatchObject([{ channel: 'sms', value: '+13055550134' }])
  })

  it('refuses a line whose address and id belong to two contacts', async () => {
    const mixed = 'channel:sms,external_id:crm\n+13055550111,B-2'
    const done = await parts.contacts.import({ csv: inParts(mixed), check: false, author })
    expect(done).toMatchObject({ wrongLines: 1, errors: [{ line: 2 }] })
  })

  it('stores all lines before a quote that is never closed, and says where that is', async () => {
    const csv = 'Name,Note\nGus,\nHal,"\nIda,\n'
    const done = await parts.contacts.import({ csv: inParts(csv), check: false, author })
    expect(done).toMatchObject({ toAdd: 1, wrongLines: 1, errors: [{ line: 3 }] })
    expect(done.errors[0]?.message).toContain('Nothing behind it was read')
  })

  it('goes on after a line that is refused as it is stored, and says which one', async () => {
    const point = { channel: 'sms', accountId: '', value: '+13055550141' }
    const { id: holder } = await parts.contacts.create({ points: [point] }, author)
    const { id } = await parts.contacts.create({ fields: { name: 'Not the holder' } }, author)
    const line = (number: number, name: string, points: readonly ContactPoint[] = []): ImportLine => {
      return { line: number, fields: { name }, points, externalIds: [], keys: points.map(contactPointId) }
    }
    const lines = [line(2, 'Before'), line(3, 'Not the holder', [point]), line(4, 'After'), line(5, 'Last')]
    const wrong: number[] = []
    // Another contact has got the number since the lines were looked up, at each try.
    const by = { author, at: now, kind: 'imported', changeOf: changeOfLine, isLastTry: true } as const
    const known = new Map([[contactPointId(point), id]])
    const stored = await database.kysely
      .transaction()
      .execute((transaction) => storeImport(transaction, lines, known, { ...by, onWrong: (one) => wrong.push(one) }))
    expect(wrong).toEqual([3])
    expect([stored.added.map((one) => one.line), stored.changed]).toEqual([[2, 4, 5], []])
    expect((await parts.contacts.list({ search: '5550141' }, { limit: 5 })).items.map((one) => one.id)).toEqual([
      holder,
    ])
    for (const search of ['before', 'after', 'last']) expect(await parts.contacts.count({ search })).toBe(1)
  })

  it('reads no more of a file than it can store', async () => {
    let [partsRead, stored] = [0, 0]
    async function* csv() {
      yield 'Name\n'
      for (; partsRead < 6; partsRead += 1) {
        stored = await parts.contacts.count({ search: 'endless' })
        yield `Endless ${partsRead}\n`.repeat(600)
      }
    }
    await parts.contacts.import({ csv: csv(), check: false, author })
    expect(partsRead * 600 - stored).toBeLessThan(2_000)
  })

  it.each([
    ['first_name,first_name', 'Two columns'],
    ['first_name,nowhere', 'no field "nowhere"'],
    ['channel:pigeon', 'cannot be imported'],
    [`external_id:${'x'.repeat(101)}`, 'at most 100'],
  ])('refuses the columns %s', async (targets, message) => {
    const given = { csv: inParts('a,b\n1,2'), check: true, columns: targets.split(','), author }
    await expect(parts.contacts.import(given)).rejects.toThrow(message)
  })
})

describe('two contacts', () => {
  it('become one, with the fields that were chosen and the addresses and ids of both', async () => {
    const one = await parts.contacts.create(
      { fields: { name: 'Cleo', email: 'cleo@one.example', phone: '+13055550121' } },
      author,
    )
    const points = [{ channel: 'sms', value: '+13055550122' }]
    const externalIds = [{ source: 'crm', externalId: 'C-3' }]
    const other = await parts.contacts.create(
      { fields: { name: 'Cleopatra', email: 'cleo@two.example', company: 'Nile' }, points, externalIds },
      author,
    )
    const merged = await parts.contacts.merge(one.id, { from: other.id, take: ['email'] }, author)
    expect(merged).toMatchObject({
      id: one.id,
      fields: { name: 'Cleo', email: 'cleo@two.example', company: 'Nile', phone: '+13055550121' },
      externalIds,
    })
    expect(merged.points.map(({ value }) => value)).toEqual(['+13055550121', '+13055550122'])
    expect((await parts.contacts.list({ search: '0122' }, { limit: 5 })).items.map(({ id }) => id)).toEqual([one.id])
    expect((await eventTypes())['CUSTOMER/MERGED']).toBe(1)
    const history = await parts.contacts.history(one.id, { limit: 10 })
    expect(history.items[0]).toMatchObject({ kind: 'change', what: 'merged', merged: 'Cleopatra' })
    expect(history.items).toHaveLength(3)
    await expect(parts.contacts.get(other.id)).rejects.toMatchObject({ code: 'CONTACT_NOT_FOUND' })
    await expect(parts.contacts.merge(one.id, { from: one.id }, author)).rejects.toThrow('itself')
  })

  it('become one whose made name is made of the first and last name of both', async () => {
    const { id } = await parts.contacts.create({ fields: { first_name: 'Ana' } }, author)
    const other = await parts.contacts.create({ fields: { last_name: 'Beltran' } }, author)
    expect((await parts.contacts.merge(id, { from: other.id }, author)).name).toBe('Ana Beltran')
  })
})

/** More than the planner would read one by one, and few enough to be stored in seconds. */
const MANY = 20_000

describe('the list of many contacts', () => {
  beforeAll(async () => {
    await sql`insert into contact (id, name, fields, created_at, modified_at, last_at, search)
      select md5('contact' || n)::uuid, 'Person ' || n, '{}', at, at, at,
        array_to_tsvector(array['person', n::text]) || contact_point_words('+1444' || lpad(n::text, 7, '0'))
      from generate_series(1, ${MANY}::int) as n, lateral (
        select ${now}::timestamptz - make_interval(mins => 1 + n / 3) as at) as times`.execute(database.kysely)
    await sql`insert into contact_point (id, contact_id, channel, account_id, value, created_at)
      select md5('point' || n)::uuid, md5('contact' || n)::uuid, 'sms', '', '+1444' || lpad(n::text, 7, '0'), ${now}
      from generate_series(1, ${MANY}::int) as n`.execute(database.kysely)
    await sql`analyze contact, contact_point`.execute(database.kysely)
  })

  it('has each once, in the order in which they were heard of, whatever the size of its pages', async () => {
    const walk = async (limit: number, pages: number) => {
      const ids: string[] = []
      let after: string | undefined
      for (let page = 0; page < pages; page += 1) {
        const { items, next } = await parts.contacts.list({}, { limit, ...(after === undefined ? {} : { after }) })
        ids.push(...items.map(({ id }) => id))
        after = next ?? undefined
      }
      return ids
    }
    const ids = await walk(50, 4)
    expect(new Set(ids).size).toBe(200)
    expect(await walk(40, 5)).toEqual(ids)
    const heardOf = await Promise.all(ids.map(async (id) => (await parts.contacts.get(id)).createdAt))
    expect(heardOf).toEqual(heardOf.toSorted().reverse())
  })

  it('finds one by three digits in the middle of the number, and counts', async () => {
    const { items } = await parts.contacts.list({ search: '4440012345' }, { limit: 5 })
    expect(items.map(({ name }) => name)).toEqual(['Person 12345'])
    expect(await parts.contacts.count({ search: 'person' })).toBe(MANY)
  })

  it.each([
    ['a page', 'last_at < now()', 'contact_recent'],
    ['a search', "search @@ '''0012345'':*'::tsquery", 'contact_search'],
    ['a field', `fields @> '{"email":"x@example.com"}'::jsonb`, 'contact_fields'],
    ['a name', "name = 'Person 12345' and name <> ''", 'contact_name'],
  ])('reads %s by its index', async (_what, where, index) => {
    const { rows } = await sql<{ readonly 'QUERY PLAN': string }>`
      explain select * from contact where ${sql.raw(where)} order by last_at desc, id desc limit 51`.execute(
      database.kysely.withoutPlugins(),
    )
    expect(rows.map((row) => row['QUERY PLAN']).join('\n')).toContain(index)
  })
})
