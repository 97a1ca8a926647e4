import { Readable } from 'node:stream'
import { contactFields } from '@patchbay/shared/api'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testContactParts } from '../../test/helpers/contact-parts.ts'
import { openTestDatabase } from '../../test/helpers/database.ts'
import { createChannelKinds } from '../messaging/channel-kinds.ts'
import { sms } from '../messaging/channels/sms.ts'
import type { Database } from '../store/database.ts'
import { contactPointId } from '../store/messages/contact-point-id.ts'
import type { ContactParts } from './create-contacts.ts'
import { importContacts } from './import-contacts.ts'
import { changeOfLine, externalKey, type ImportLine } from './import-line.ts'
import { storeImport } from './store-import.ts'

const now = new Date(Date.UTC(2026, 10, 3, 12))
const author = 'user:me'
let database: Database
let parts: ContactParts
let phones = 0

beforeAll(async () => {
  database = await openTestDatabase()
  parts = testContactParts({ database, now: () => now })
})
afterAll(() => database.close())

function somebody() {
  phones += 1
  const point = { channel: 'sms', accountId: '', value: `+1305555${3_000 + phones}` }
  return { point, id: { source: 'crm', externalId: `c-${phones}` } }
}

/** Imports while somebody else does something between the look-up and the storing, before each of so many tries. */
function importDuring(csv: string, meanwhile: () => Promise<unknown>, times = 1) {
  let left = times
  const kysely = new Proxy(database.kysely, {
    get(target, name) {
      if (name !== 'transaction') {
        const member: unknown = Reflect.get(target, name)
        return typeof member === 'function' ? member.bind(target) : member
      }
      return () => ({
        async execute(work: Parameters<ReturnType<typeof target.transaction>['execute']>[0]) {
          left -= 1
          if (left >= 0) await meanwhile()
          return target.transaction().execute(work)
        },
      })
    },
  })
  const options = { kysely, fields: contactFields, kinds: createChannelKinds([sms]), now: () => now }
  return importContacts(options, { csv: Readable.from([csv]), check: false, author })
}

const found = async (search: string) => (await parts.contacts.list({ search }, { limit: 5 })).items

describe('an import', () => {
  it.each(['point', 'id'] as const)('finds who has got the same %s since it looked', async (kind) => {
    const { point, id } = somebody()
    const given = kind === 'point' ? { points: [point] } : { externalIds: [id] }
    const column =
      kind === 'point' ? `channel:sms,company\n${point.value}` : `external_id:crm,company\n${id.externalId}`
    const done = await importDuring(`${column},Nile ${phones}`, () => parts.contacts.create(given, author))
    expect(done).toMatchObject({ toAdd: 0, toChange: 1, wrongLines: 0 })
    expect(await found(`Nile ${phones}`)).toMatchObject([
      kind === 'point' ? { points: [{ value: point.value }] } : { externalIds: [{ externalId: id.externalId }] },
    ])
    expect(await found(kind === 'point' ? point.value : id.externalId)).toHaveLength(1)
  })

  it('changes the contact into which the one that it knew was merged meanwhile', async () => {
    const { point } = somebody()
    const { id: from } = await parts.contacts.create({ points: [point] }, author)
    const { id } = await parts.contacts.create({ fields: { name: 'Kept' } }, author)
    const csv = `channel:sms,company\n${point.value},Merged`
    const done = await importDuring(csv, () => parts.contacts.merge(id, { from }, author))
    expect(done).toMatchObject({ toAdd: 0, toChange: 1 })
    expect((await parts.contacts.get(id)).fields).toMatchObject({ name: 'Kept', company: 'Merged' })
  })

  it('tells each wrong line once, whatever was repeated', async () => {
    const { point, id } = somebody()
    await parts.contacts.create({ externalIds: [id] }, author)
    const csv = `channel:sms,external_id:crm,company\n${point.value},${id.externalId},Both`
    const done = await importDuring(csv, () => parts.contacts.create({ points: [point] }, author))
    expect(done).toMatchObject({ toAdd: 0, toChange: 0, wrongLines: 1 })
    expect(done.errors.map(({ message }) => message)).toEqual([expect.stringContaining('different contacts')])
  })

  it('gives up a line after some tries, and stores the others', async () => {
    const { point } = somebody()
    let last = await parts.contacts.create({ points: [point] }, author)
    const csv = `channel:sms,company\n${point.value},Late\n${somebody().point.value},Beside`
    const done = await importDuring(
      csv,
      async () => {
        const next = await parts.contacts.create({ fields: { name: 'Next' } }, author)
        last = await parts.contacts.merge(next.id, { from: last.id }, author)
      },
      100,
    )
    expect(done).toMatchObject({ toAdd: 1, toChange: 0, wrongLines: 1, errors: [{ line: 2 }] })
    expect(done.errors[0]?.message).toContain('Import it again')
    expect(await found('Beside')).toHaveLength(1)
  })
})

describe('lines', () => {
  const by = { author, at: now, kind: 'imported', changeOf: changeOfLine, onWrong: () => undefined } as const
  const store = (line: Partial<ImportLine>, known: ReadonlyMap<string, string> = new Map()) => {
    const whole = { line: 2, fields: { name: 'Twice' }, points: [], externalIds: [], keys: [], ...line }
    return database.kysely
      .transaction()
      .execute((transaction) => storeImport(transaction, [whole], known, { ...by, isLastTry: false }))
  }
  const contended = { code: '40001' }

  it('whose address or id another contact has got meanwhile are not stored in part', async () => {
    const { point, id } = somebody()
    await parts.contacts.create({ points: [point], externalIds: [id] }, author)
    const before = await parts.contacts.count({})
    await expect(store({ points: [point], keys: [contactPointId(point)] })).rejects.toMatchObject(contended)
    await expect(store({ externalIds: [{ ...id, url: null }], keys: [externalKey(id)] })).rejects.toMatchObject(
      contended,
    )
    expect(await parts.contacts.count({})).toBe(before)
  })

  it('about a contact that has got neither meanwhile, but another one has, are not told as wrong', async () => {
    const { point } = somebody()
    await parts.contacts.create({ points: [point] }, author)
    const { id } = await parts.contacts.create({ fields: { name: 'Other' } }, author)
    const keys = [contactPointId(point)]
    await expect(store({ points: [point], keys }, new Map([[keys[0] ?? '', id]]))).rejects.toMatchObject(contended)
  })

  it('about a contact that is gone are not taken for stored', async () => {
    const { id } = somebody()
    const gone = new Map([[externalKey(id), '00000000-0000-7000-8000-000000000000']])
    await expect(store({ externalIds: [{ ...id, url: null }], keys: [externalKey(id)] }, gone)).rejects.toMatchObject(
      contended,
    )
  })

  it('that name one id twice are stored once', async () => {
    const { id } = somebody()
    const stored = await store({ externalIds: [id, id].map((one) => ({ ...one, url: null })), keys: [externalKey(id)] })
    expect(stored.added).toHaveLength(1)
    const { rows } = await sql`select from contact_external_id where external_id = ${id.externalId}`.execute(
      database.kysely,
    )
    expect(rows).toHaveLength(1)
  })
})
