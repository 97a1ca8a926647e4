import { isJsonObject, type Json } from '@patchbay/shared/json'
import { sql, type Transaction } from 'kysely'
import { jsonText } from '../store/json-text.ts'
import type { Tables } from '../store/schema/tables.ts'
import type { ContactRecord } from './contact-record.ts'
import { ERASED } from './mask-json.ts'

/**
 * Takes the addresses and ids of a contact out of the history of others that had them before. Only whole values go: a part
 * of one may be the number of somebody else.
 */
export async function eraseFromHistory(
  transaction: Transaction<Tables>,
  { id: contactId, points, externalIds }: ContactRecord,
): Promise<void> {
  const values = new Set([...points.map(({ value }) => value), ...externalIds.map(({ externalId }) => externalId)])
  if (values.size === 0) return
  const { rows } = await sql<{ readonly id: string; readonly detail: Json }>`
    select id, detail from contact_change where contact_id <> ${contactId}::uuid and exists (
      select from unnest(${[...values]}::text[]) as value where strpos(detail::text, to_json(value)::text) > 0)
    order by id for update`.execute(transaction)
  for (const { id, detail } of rows) {
    const left = jsonText(withoutValues(detail, values))
    await transaction.updateTable('contactChange').set({ detail: left }).where('id', '=', id).execute()
  }
}

function withoutValues(detail: Json, values: ReadonlySet<string>): Json {
  if (typeof detail === 'string') return values.has(detail) ? ERASED : detail
  if (Array.isArray(detail)) return detail.map((item: Json) => withoutValues(item, values))
  if (!isJsonObject(detail)) return detail
  return Object.fromEntries(Object.entries(detail).map(([name, item]) => [name, withoutValues(item, values)]))
}
