import type { Database } from '../database.ts'
import { replyKey } from '../runs/wait-keys.ts'
import type { ConversationKey } from './message-records.ts'

/**
 * Gives the open conversation to a person, whose messages then start and continue nothing, or takes it back. The only
 * place that may do so: the journal has to know of it before.
 */
export async function setWithPerson(
  { kysely, journal }: Database,
  { contactPointId, address }: ConversationKey,
  isWithPerson: boolean,
): Promise<void> {
  if (isWithPerson) journal?.known.divert(replyKey({ contactPointId, address }))
  await kysely
    .updateTable('conversation')
    .set({ isWithPerson })
    .where('contactPointId', '=', contactPointId)
    .where('address', '=', address)
    .where('status', '<>', 'closed')
    .execute()
}
