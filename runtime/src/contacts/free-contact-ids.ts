import { sql, type Transaction } from 'kysely'
import type { Tables } from '../store/schema/tables.ts'
import { uuidv7 } from '../store/uuid.ts'
import type { ContactRecord } from './contact-record.ts'
import { passOn } from './pass-on.ts'

/**
 * Gives new ids to other contacts that were met at an address of this one and have kept its id since the address moved here.
 * Called before the addresses are erased: the next message from one of them makes a contact with the id of the address, and
 * would find the other contact instead. Programs hear of the new id as of a merge.
 */
export async function freeContactIds(
  transaction: Transaction<Tables>,
  { id: contactId, points }: ContactRecord,
  { author, at }: { readonly author: string; readonly at: Date },
): Promise<void> {
  const pointIds = points.map(({ id }) => id)
  const { rows } = await sql<{ readonly id: string }>`
    select id from contact where id = any (${pointIds}::uuid[]) and id <> ${contactId}::uuid`.execute(transaction)
  for (const { id: before } of rows) {
    const id = uuidv7(at)
    await transaction.updateTable('contact').set({ id }).where('id', '=', before).execute()
    await passOn(transaction, { from: before, to: id, author, at })
  }
}
