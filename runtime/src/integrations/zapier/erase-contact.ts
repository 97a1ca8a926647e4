import type { Json } from '@patchbay/shared/json'
import { type Kysely, sql } from 'kysely'
import type { ErasedContact } from '../../kit/erased-contact.ts'
import { jsonText } from '../../store/json-text.ts'
import type { ZapierTables } from './tables.ts'

/** What is set by Patchbay in an item, and tells nothing of a contact. */
const OWN_KEYS = new Set(['id', 'event', 'time'])

/** Takes a contact out of the items that Zapier Invoke has handed over; what still waits is not sent any more. */
export async function eraseFromZapier(contact: ErasedContact): Promise<void> {
  const tables = contact.tables<ZapierTables>()
  await sql`update zapier_delivery
    set status = 'failed', due_at = null, ended_at = ${contact.at}, last_answer = 'Not sent: the contact was erased.'
    where status = 'waiting' and split_part(key, '.', 1) = any (${[...contact.ownRuns]}::text[])`.execute(tables)
  await maskItems(tables, 'zapier_item', 'id', contact)
  await maskItems(tables, 'zapier_delivery', 'key', contact)
}

/** @param keyColumn the key of the step, which begins with the id of its run */
async function maskItems(
  tables: Kysely<ZapierTables>,
  table: 'zapier_item' | 'zapier_delivery',
  keyColumn: 'id' | 'key',
  { ownRuns, runsAbove, hideAll, hideWords }: ErasedContact,
): Promise<void> {
  const runId = sql`split_part(${sql.ref(keyColumn)}, '.', 1)`
  const { rows } = await sql<{ readonly key: string; readonly accountId: string; readonly runId: string }>`
    select ${sql.ref(keyColumn)} as key, account_id, ${runId} as run_id from ${sql.table(table)}
    where ${runId} = any (${[...ownRuns, ...runsAbove]}::text[])`.execute(tables)
  for (const { key, accountId, runId } of rows) {
    const place = sql`account_id = ${accountId}::uuid and ${sql.ref(keyColumn)} = ${key}`
    const found = await sql<{ readonly item: string }>`select item from ${sql.table(table)} where ${place}`.execute(
      tables,
    )
    const hide = ownRuns.has(runId) ? hideAll : hideWords
    for (const { item } of found.rows) {
      await sql`update ${sql.table(table)} set item = ${masked(item, hide)} where ${place}`.execute(tables)
    }
  }
}

function masked(item: string, hide: (value: Json) => Json): string {
  const members = Object.entries(JSON.parse(item))
  return jsonText(
    Object.fromEntries(members.map(([key, value]) => [key, OWN_KEYS.has(key) ? value : hide(value as Json)])),
  )
}
