import type { Database } from '../database.ts'
import { replyKey } from '../runs/wait-keys.ts'
import type { ConversationKey } from './message-records.ts'

/**
 * Whether people have the open conversation at this place, so that no flow may send anything there. The embedded database
 * is asked only where its journal cannot rule it out.
 */
export async function isWithPerson({ kysely, journal }: Database, place: ConversationKey): Promise<boolean> {
  if (journal !== undefined && journal.known.versionOf(replyKey(place)) === undefined) return false
  const held = await kysely
    .selectFrom('conversation')
    .select('id')
    .where('contactPointId', '=', place.contactPointId)
    .where('address', '=', place.address)
    .where('status', '<>', 'closed')
    .where('isWithPerson', '=', true)
    .executeTakeFirst()
  return held !== undefined
}
