import { DAY_MS } from '@patchbay/shared/time'
import { type Kysely, sql } from 'kysely'
import { contactQuery } from '../store/contacts/contact-words.ts'
import { ofContacts } from '../store/messages/of-contacts.ts'
import type { Tables } from '../store/schema/tables.ts'
import { lowestId, timeOfId } from '../store/uuid.ts'

/** Messages, and notes, with the words that are looked at, the latest first. */
const MOST_HITS = 500
/** Contacts with the words in a name, number or field that are looked at, the latest heard of first. */
const MOST_CONTACTS = 500
const LONGEST_EXCERPT = 160
/**
 * Messages are looked through in stretches back from the latest one: a word that many messages have is found in the first of
 * them, and a rare one costs little in all.
 */
const STRETCHES_DAYS = [3, 12, 45]
const NIL_ID = '00000000-0000-0000-0000-000000000000'

/** Ids of conversations, each with the beginning of the message or note that has the words; null for the contact's name. */
export type Found = ReadonlyMap<string, string | null>

/** Searches conversations by name, number and words. Every part of it is bounded, so that no text makes it slow. */
export function createConversationSearch(kysely: Kysely<Tables>): (text: string, limit: number) => Promise<Found> {
  async function byContact(text: string, limit: number): Promise<readonly string[]> {
    const query = contactQuery(text)
    if (query === undefined) return []
    const { rows } = await sql<{ readonly id: string }>`
      select id from conversation where ${ofContacts} and contact_point_id in (
        select point.id from (
          select id from contact where search @@ ${query}::tsquery order by last_at desc, id desc limit ${MOST_CONTACTS}
        ) as found join contact_point as point on point.contact_id = found.id
      ) order by last_message_at desc, id desc limit ${limit}`.execute(kysely)
    return rows.map(({ id }) => id)
  }

  /** Notes first, then messages from the latest backwards, until there are enough conversations. */
  async function byWords(text: string, enough: number): Promise<ReadonlyMap<string, string>> {
    const found = new Map<string, string>()
    const query = wordsQuery(text)
    if (query === '') return found
    const add = (hits: readonly Hit[]) => {
      for (const { conversationId, words } of hits) if (!found.has(conversationId)) found.set(conversationId, words)
    }
    add(await notes(query))
    const latest = await kysely.selectFrom('message').select('id').orderBy('id', 'desc').limit(1).executeTakeFirst()
    if (latest === undefined) return found
    const end = timeOfId(latest.id).getTime() + DAY_MS
    const daysBack = [0, ...STRETCHES_DAYS].map((days) => lowestId(new Date(end - days * DAY_MS)))
    for (const [index, before] of daysBack.entries()) {
      if (found.size >= enough) break
      add(await messages(query, { before, from: daysBack[index + 1] ?? NIL_ID }))
    }
    return found
  }

  async function messages(query: string, { before, from }: { before: string; from: string }): Promise<readonly Hit[]> {
    const { rows } = await sql<Hit>`
      select conversation_id, left(content ->> 'text', ${LONGEST_EXCERPT}) as words from message
      where to_tsvector('simple', left(coalesce(content ->> 'text', ''), 8000)) @@ to_tsquery('simple', ${query})
        and id >= ${from}::uuid and id < ${before}::uuid and ${ofContacts}
      order by id desc limit ${MOST_HITS}`.execute(kysely)
    return rows
  }

  async function notes(query: string): Promise<readonly Hit[]> {
    const { rows } = await sql<Hit>`
      select conversation_id, left(detail ->> 'text', ${LONGEST_EXCERPT}) as words from conversation_item
      where kind = 'note'
        and to_tsvector('simple', left(coalesce(detail ->> 'text', ''), 8000)) @@ to_tsquery('simple', ${query})
      order by id desc limit ${MOST_HITS}`.execute(kysely)
    return rows
  }

  return async (text, limit) => {
    const found = new Map<string, string | null>()
    for (const id of await byContact(text, limit)) found.set(id, null)
    for (const [id, words] of await byWords(text, limit)) {
      if (!found.has(id)) found.set(id, words)
    }
    return found
  }
}

interface Hit {
  readonly conversationId: string
  readonly words: string
}

/** All words, each by its beginning, in the language of `to_tsquery`. */
function wordsQuery(text: string): string {
  const words = text.replaceAll(/['\\]/g, ' ').split(/\s+/)
  return words.flatMap((word) => (/[\p{L}\p{N}]/u.test(word) ? [`'${word}':*`] : [])).join(' & ')
}
