import { sql, type Transaction } from 'kysely'
import { initiatorOf } from '../store/events/initiator.ts'
import { storeEvents } from '../store/events/store-events.ts'
import type { Tables } from '../store/schema/tables.ts'
import { uuidv7 } from '../store/uuid.ts'
import type { ContactRecord } from './contact-record.ts'

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
    for (const table of ['contact_point', 'contact_external_id', 'contact_change']) {
      await sql`update ${sql.table(table)} set contact_id = ${id}::uuid where contact_id = ${before}::uuid`.execute(
        transaction,
      )
    }
    const content = { sourceCustomerId: before, destinationCustomerId: id }
    await storeEvents(transaction, [{ type: 'CUSTOMER/MERGED', initiator: initiatorOf(author), content }], at)
  }
}
