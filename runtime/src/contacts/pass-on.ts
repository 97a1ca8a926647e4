import { sql, type Transaction } from 'kysely'
import { initiatorOf } from '../store/events/initiator.ts'
import { storeEvents } from '../store/events/store-events.ts'
import type { Tables } from '../store/schema/tables.ts'

/** Gives what belongs to one contact to another, which is in the database already. Programs hear of a merge. */
export async function passOn(
  transaction: Transaction<Tables>,
  { from, to, author, at }: { readonly from: string; readonly to: string; readonly author: string; readonly at: Date },
): Promise<void> {
  for (const table of ['contact_point', 'contact_external_id', 'contact_change']) {
    await sql`update ${sql.table(table)} set contact_id = ${to}::uuid where contact_id = ${from}::uuid`.execute(
      transaction,
    )
  }
  const content = { sourceCustomerId: from, destinationCustomerId: to }
  await storeEvents(transaction, [{ type: 'CUSTOMER/MERGED', initiator: initiatorOf(author), content }], at)
}
