import { type RawBuilder, sql } from 'kysely'

/**
 * What `search` of a contact holds: these words of `contactWords`, and those of its points as they are stored now.
 * @param words as `text[]`
 */
export function searchOfWords(contactId: RawBuilder<unknown>, words: RawBuilder<unknown>): RawBuilder<string> {
  return sql<string>`array_to_tsvector(${words}) || coalesce((
    select array_to_tsvector(array_agg(distinct word))
    from contact_point as point, unnest(tsvector_to_array(contact_point_words(point.value))) as word
    where point.contact_id = ${contactId}), '')`
}
