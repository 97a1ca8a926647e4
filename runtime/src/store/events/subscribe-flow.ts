import type { Kysely } from 'kysely'
import type { Tables } from '../schema/tables.ts'

/**
 * Makes a live flow a subscriber to these types of events, or none. Call it in the transaction by which the flow goes live
 * or off: then no event before that commit starts it, and none after it is missed.
 */
export async function subscribeFlow(transaction: Kysely<Tables>, id: string, types: readonly string[]): Promise<void> {
  if (types.length > 0) {
    await transaction
      .insertInto('eventSubscriber')
      .values({ id, kind: 'flow', types: [...types], isActive: true })
      .onConflict((conflict) => conflict.column('id').doUpdateSet({ types: [...types], isActive: true }))
      .execute()
    return
  }
  const { numDeletedRows } = await transaction
    .deleteFrom('eventSubscriber')
    .where('id', '=', id)
    .where('kind', '=', 'flow')
    .executeTakeFirstOrThrow()
  if (numDeletedRows > 0n) await transaction.deleteFrom('eventDelivery').where('subscriberId', '=', id).execute()
}
