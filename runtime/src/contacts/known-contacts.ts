import { type Kysely, sql } from 'kysely'
import type { Tables } from '../store/schema/tables.ts'
import { externalKey, type ImportLine } from './import-line.ts'

/** Ids of contacts by the keys of lines. */
export async function knownContacts(
  kysely: Kysely<Tables>,
  lines: readonly Pick<ImportLine, 'keys' | 'points' | 'externalIds'>[],
): Promise<ReadonlyMap<string, string>> {
  const pointIds = lines.flatMap(({ keys, points }) => keys.slice(0, points.length))
  const ids = lines.flatMap(({ externalIds }) => externalIds)
  const { rows: points } = await sql<{ readonly id: string; readonly contactId: string }>`
    select id, contact_id from contact_point where id = any (${pointIds}::uuid[])`.execute(kysely)
  const { rows: externals } = await sql<{
    readonly source: string
    readonly externalId: string
    readonly contactId: string
  }>`select known.source, known.external_id, contact_id from contact_external_id as known
    join unnest(${ids.map(({ source }) => source)}::text[], ${ids.map(({ externalId }) => externalId)}::text[])
      as given (source, external_id) on given.source = known.source and given.external_id = known.external_id`.execute(
    kysely,
  )
  return new Map([
    ...points.map(({ id, contactId }) => [id, contactId] as const),
    ...externals.map((external) => [externalKey(external), external.contactId] as const),
  ])
}
