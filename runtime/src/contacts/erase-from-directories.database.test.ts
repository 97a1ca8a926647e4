import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { testContactParts } from '../../test/helpers/contact-parts.ts'
import { databaseKind, openTestDatabase } from '../../test/helpers/database.ts'
import { eventually } from '../../test/helpers/eventually.ts'
import type { Database } from '../store/database.ts'
import { jsonText } from '../store/json-text.ts'
import { uuidv7 } from '../store/uuid.ts'
import type { ContactParts } from './create-contacts.ts'

let database: Database
let parts: ContactParts
/** Two accounts, whose services both call a contact `c-1`. */
let [ours, others] = ['', '']
let contactId: string

beforeAll(async () => {
  database = await openTestDatabase()
  parts = testContactParts({ database, now: () => new Date() })
})
afterAll(() => database.close())

beforeEach(async () => {
  await sql`delete from contact_external_id`.execute(database.kysely)
  ;[ours, others] = [await account(), await account()]
  const { id } = await parts.contacts.create({ fields: { name: 'Ines' } }, 'user:me')
  contactId = id
  await sql`insert into contact_external_id (source, external_id, contact_id, modified_at)
    values (${ours}, 'c-1', ${contactId}, now())`.execute(database.kysely)
})

async function account(): Promise<string> {
  const id = uuidv7()
  const problems = [
    { id: 'c-1', path: 'phones', message: 'Another contact has this number.' },
    { id: 'c-2', path: 'phones', message: 'Another contact has this number.' },
    { path: 'contacts[3]', message: 'It is text.' },
  ]
  await sql`insert into account (id, type, name, properties, secrets, created_at, modified_at, modified_by)
    values (${id}, 'bridge:crm', 'CRM', '{}', '{}', now(), now(), 'user:me')`.execute(database.kysely)
  await sql`insert into directory_sync (account_id, subject, is_on, problems)
    values (${id}, 'contacts', true, ${jsonText(problems)})`.execute(database.kysely)
  await sql`insert into directory_seen (account_id, external_id) values (${id}, 'c-1'), (${id}, 'c-2')`.execute(
    database.kysely,
  )
  return id
}

async function left(accountId: string) {
  const sync = await database.kysely
    .selectFrom('directorySync')
    .select('problems')
    .where('accountId', '=', accountId)
    .executeTakeFirst()
  const seen = await database.kysely
    .selectFrom('directorySeen')
    .select('externalId')
    .where('accountId', '=', accountId)
    .orderBy('externalId')
    .execute()
  return { problems: sync?.problems.map(({ id }) => id), seen: seen.map(({ externalId }) => externalId) }
}

it('the ids of an erased contact go from the problems of synchronizations, and those of others stay', async () => {
  await parts.contacts.erase(contactId, 'user:me')
  expect(await left(ours)).toEqual({ problems: ['c-2', undefined], seen: ['c-2'] })
  expect(await left(others)).toEqual({ problems: ['c-1', 'c-2', undefined], seen: ['c-1', 'c-2'] })
})

it.runIf(databaseKind === 'postgres')('a contact can be erased while a page with it is stored', async () => {
  const begun = Promise.withResolvers<void>()
  const stored = database.kysely.transaction().execute(async (transaction) => {
    await sql`select from directory_sync where account_id = ${ours} for update`.execute(transaction)
    begun.resolve()
    await eventually(async () => {
      const waiting = await sql`select from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'`.execute(transaction)
      return waiting.rows.length > 0
    })
    await sql`update contact set modified_at = now() where id = ${contactId}`.execute(transaction)
  })
  await begun.promise
  await Promise.all([stored, parts.contacts.erase(contactId, 'user:me')])
  expect((await left(ours)).problems).toEqual(['c-2', undefined])
})
