import { sql, type Transaction } from 'kysely'
import { jsonText } from '../store/json-text.ts'
import type { Tables } from '../store/schema/tables.ts'

/**
 * Takes the ids of a contact out of what synchronizations tell and have seen. Before the contact is locked: a page that is
 * stored locks its synchronization first, too, so that the two cannot wait for each other.
 */
export async function eraseFromDirectories(transaction: Transaction<Tables>, contactId: string): Promise<void> {
  const ownIds = sql`contact_external_id as known where known.contact_id = ${contactId}::uuid`
  // In one order, so that two who erase do not wait for each other.
  const told = await transaction
    .selectFrom('directorySync')
    .select(['accountId', 'problems'])
    .where('subject', '=', 'contacts')
    .where(sql<boolean>`account_id::text in (select known.source from ${ownIds})`)
    .orderBy('accountId')
    .forUpdate()
    .execute()
  if (told.length === 0) return
  const { rows } = await sql<{ readonly source: string; readonly externalId: string }>`
    select known.source, known.external_id from ${ownIds}`.execute(transaction)
  for (const { accountId, problems } of told) {
    const ids = new Set(rows.flatMap(({ source, externalId }) => (source === accountId ? [externalId] : [])))
    const left = problems.filter(({ id }) => typeof id !== 'string' || !ids.has(id))
    if (left.length === problems.length) continue
    await transaction
      .updateTable('directorySync')
      .set({ problems: jsonText(left) })
      .where('accountId', '=', accountId)
      .where('subject', '=', 'contacts')
      .execute()
  }
  await sql`delete from directory_seen as seen where exists (
    select from ${ownIds} and known.source = seen.account_id::text and known.external_id = seen.external_id)`.execute(
    transaction,
  )
}
