/**
 * Contacts that had a name before there was a search for them are found without its accents and by its parts between signs,
 * as `contact-words.ts` has it. A contact is found by its whole name in an index of digests, since names may be long; most
 * contacts have none.
 */
export const contactNames: readonly string[] = [
  `update contact set search = search || coalesce((
      select array_to_tsvector(array_agg(distinct left(word, 100)))
      from lower(regexp_replace(normalize(left(name, 1000), nfkd), '[\\u0300-\\u036f]', '', 'g')) as folded,
        lateral (
          select regexp_split_to_table(folded, '\\s+')
          union all select regexp_split_to_table(folded, '[\\s!-/:-@\\[-\`{-~\\u2010-\\u201f]+')
        ) as parts (word)
      where word <> ''), '')
    where name ~ '\\S'`,
  "create index contact_name on contact using hash (name) where name <> ''",
]
