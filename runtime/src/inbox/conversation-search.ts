import { type Kysely, sql } from 'kysely'
import { contactQuery } from '../store/contacts/contact-words.ts'
import { ofContacts } from '../store/messages/of-contacts.ts'
import type { Tables } from '../store/schema/tables.ts'

/** Messages, and notes, with the words that are looked at, the latest first. */
const MOST_HITS = 500
/** Contacts with the words in a name, number or field that are looked at, the latest heard of first. */
const MOST_CONTACTS = 500
const LONGEST_EXCERPT = 160

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

  /** The latest first. */
  async function byWords(text: string): Promise<readonly Hit[]> {
    const query = wordsQuery(text)
    if (query === '') return []
    const { rows } = await sql<Hit>`
      (select conversation_id, id, left(content ->> 'text', ${LONGEST_EXCERPT}) as words from message
        where to_tsvector('simple', left(coalesce(content ->> 'text', ''), 8000)) @@ to_tsquery('simple', ${query})
          and ${ofContacts} order by id desc limit ${MOST_HITS})
      union all
      (select conversation_id, id, left(detail ->> 'text', ${LONGEST_EXCERPT}) as words from conversation_item
        where kind = 'note'
          and to_tsvector('simple', left(coalesce(detail ->> 'text', ''), 8000)) @@ to_tsquery('simple', ${query})
        order by id desc limit ${MOST_HITS})
      order by id desc`.execute(kysely)
    return rows
  }

  return async (text, limit) => {
    const found = new Map<string, string | null>()
    for (const id of await byContact(text, limit)) found.set(id, null)
    let hits = 0
    for (const { conversationId, words } of await byWords(text)) {
      if (hits >= limit) break
      if (found.has(conversationId)) continue
      hits += 1
      found.set(conversationId, words)
    }
    return found
  }
}

interface Hit {
  readonly conversationId: string
  readonly id: string
  readonly words: string
}

/** All words, each by its beginning, in the language of `to_tsquery`. */
function wordsQuery(text: string): string {
  const words = text.replaceAll(/['\\]/g, ' ').split(/\s+/)
  return words.flatMap((word) => (/[\p{L}\p{N}]/u.test(word) ? [`'${word}':*`] : [])).join(' & ')
}
