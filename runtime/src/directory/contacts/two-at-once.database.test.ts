import { AsyncLocalStorage } from 'node:async_hooks'
import { contactFields } from '@patchbay/shared/api'
import { readContactPage } from '@patchbay/shared/bridges'
import { sql, type Transaction } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testContactParts } from '../../../test/helpers/contact-parts.ts'
import { databaseKind, openTestDatabase } from '../../../test/helpers/database.ts'
import { eventually } from '../../../test/helpers/eventually.ts'
import type { ContactParts } from '../../contacts/create-contacts.ts'
import type { Database } from '../../store/database.ts'
import { repeatContended } from '../../store/repeat-contended.ts'
import type { Tables } from '../../store/schema/tables.ts'
import { uuidv7 } from '../../store/uuid.ts'
import { contactPageParts } from './contact-page-parts.ts'

const now = new Date(Date.UTC(2026, 10, 3, 12))
let database: Database
let parts: ContactParts
/** A transaction begins in the middle of another one here, as it does in two processes. */
const outside = AsyncLocalStorage.snapshot()

beforeAll(async () => {
  database = await openTestDatabase()
  parts = testContactParts({ database, now: () => now })
})
afterAll(() => database.close())

/** The one part of a page that has this contact. */
function partOf(accountId: string, contact: Readonly<Record<string, string | string[]>>) {
  const { value: page, faults } = readContactPage({ contacts: [{ id: 'c-1', name: 'Ines Prado', ...contact }] })
  if (page === undefined) throw new Error(JSON.stringify(faults))
  const account = { id: accountId, name: 'CRM' }
  const [part] = contactPageParts({ page, faults, account, fields: contactFields, isWhole: false, isLast: true })
  return part
}

function somebodyWaits(transaction: Transaction<Tables>): Promise<unknown> {
  return eventually(async () => {
    const { rows } = await sql<{ readonly count: number }>`select count(*)::integer as count from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`.execute(transaction)
    return (rows[0]?.count ?? 0) > 0
  })
}

/** Stores a part while somebody else, who was first, has not committed yet. */
async function storeDuring(
  part: ReturnType<typeof partOf>,
  first: (transaction: Transaction<Tables>) => Promise<unknown>,
) {
  const { stored } = await database.kysely.transaction().execute(async (transaction) => {
    await first(transaction)
    const second = outside(() =>
      repeatContended((isLastTry) => database.kysely.transaction().execute((own) => part(own, now, isLastTry))),
    )
    await somebodyWaits(transaction)
    return { stored: second }
  })
  return stored
}

// The embedded database has one connection: no other statement runs between a look-up and what follows from it.
describe.runIf(databaseKind === 'postgres')('a page of contacts', () => {
  it('finds whom the page of another account has just brought', async () => {
    const [one, other] = [uuidv7(), uuidv7()]
    const phones = ['+351210000001']
    const stored = await storeDuring(partOf(other, { phones, title: 'Buyer' }), (transaction) =>
      partOf(one, { phones, company: 'Northwind' })(transaction, now, false),
    )
    expect(stored).toMatchObject({ counts: { added: 0, changed: 1, leftOut: 0 }, problems: [] })
    const { items } = await parts.contacts.list({ search: '210000001' }, { limit: 5 })
    expect(items).toMatchObject([{ name: 'Ines Prado' }])
    const { fields, externalIds } = await parts.contacts.get(items[0]?.id ?? '')
    expect(fields).toMatchObject({ company: 'Northwind', title: 'Buyer' })
    expect(externalIds.map(({ source }) => source).toSorted()).toEqual([one, other].toSorted())
  })

  it('changes the contact that has just been given the id by somebody else', async () => {
    const accountId = uuidv7()
    const { id } = await parts.contacts.create({ fields: { name: 'Ines' } }, 'user:me')
    const part = partOf(accountId, { title: 'Head of purchase' })
    const stored = await storeDuring(part, (transaction) =>
      transaction
        .insertInto('contactExternalId')
        .values({ source: accountId, externalId: 'c-1', contactId: id, url: null, modifiedAt: now })
        .execute(),
    )
    expect(stored).toMatchObject({ counts: { added: 0, changed: 1 }, problems: [] })
    expect((await parts.contacts.get(id)).fields).toMatchObject({ title: 'Head of purchase' })
    expect((await parts.contacts.list({ search: 'purchase' }, { limit: 5 })).items).toHaveLength(1)
  })

  it('loses no change where a number that it brings has just gone to another contact', async () => {
    const accountId = uuidv7()
    const phones = ['+351210000002']
    await database.kysely.transaction().execute((own) => partOf(accountId, { name: 'Rui Paz' })(own, now, false))
    const stored = await storeDuring(partOf(accountId, { name: 'Rui Paz', phones, company: 'Nile' }), (transaction) =>
      partOf(uuidv7(), { name: 'Somebody else', phones })(transaction, now, false),
    )
    expect(stored).toMatchObject({ counts: { changed: 1, leftOut: 0 }, problems: [{ path: 'phones' }] })
    const [rui] = (await parts.contacts.list({ search: 'Rui' }, { limit: 5 })).items
    expect((await parts.contacts.get(rui?.id ?? '')).fields.company).toBe('Nile')
  })
})
