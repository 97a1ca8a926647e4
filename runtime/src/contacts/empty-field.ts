import { type Kysely, sql } from 'kysely'
import { searchOfWords } from '../store/contacts/search-of-contact.ts'
import { jsonText } from '../store/json-text.ts'
import type { Tables } from '../store/schema/tables.ts'
import { wordsOfContact } from './contact-record.ts'
import { readContacts } from './contact-repository.ts'

/** Contacts that are in memory and locked at a time. */
const AT_ONCE = 500

/** Before all other ids. */
const NIL = '00000000-0000-0000-0000-000000000000'

/**
 * Takes a field out of all contacts, which are not found by their values in it any more, either. Given the whole database,
 * it commits after some contacts each, so that nobody waits long for one of them.
 */
export async function emptyField(kysely: Kysely<Tables>, key: string, at: Date): Promise<void> {
  for (let after: string | undefined = NIL; after !== undefined; ) {
    const from: string = after
    after = kysely.isTransaction
      ? await emptySome(kysely, { key, from, at })
      : await kysely.transaction().execute((transaction) => emptySome(transaction, { key, from, at }))
  }
}

/** Where to go on. Undefined at the end. */
async function emptySome(
  kysely: Kysely<Tables>,
  { key, from, at }: { readonly key: string; readonly from: string; readonly at: Date },
): Promise<string | undefined> {
  const { rows } = await sql<{ readonly id: string }>`
    select id from contact where fields ? ${key}::text and id > ${from}::uuid order by id limit ${AT_ONCE}
    for update`.execute(kysely)
  const ids = rows.map(({ id }) => id)
  const contacts = await readContacts(kysely, { where: sql`id = any (${ids}::uuid[])`, limit: AT_ONCE })
  const found = contacts.map(({ id, fields: { [key]: _removed, ...left }, externalIds }) => {
    return { id, words: wordsOfContact(left, externalIds) }
  })
  await sql`update contact set fields = fields - ${key}::text, modified_at = ${at},
      search = ${searchOfWords(sql`contact.id`, sql`words`)}
    from json_to_recordset(${jsonText(found)}::json) as given (id uuid, words text[])
    where contact.id = given.id`.execute(kysely)
  return ids.length < AT_ONCE ? undefined : ids.at(-1)
}
