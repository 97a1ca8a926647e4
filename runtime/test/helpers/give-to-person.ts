import type { Database } from '../../src/store/database.ts'
import { changeConversation } from '../../src/store/messages/change-conversation.ts'
import type { ConversationKey } from '../../src/store/messages/message-records.ts'

/** Gives the open conversation at this place to people. @throws Error when none is open */
export async function giveToPerson(database: Database, { contactPointId, address }: ConversationKey): Promise<void> {
  const { id } = await database.kysely
    .selectFrom('conversation')
    .select('id')
    .where('contactPointId', '=', contactPointId)
    .where('address', '=', address)
    .where('status', '<>', 'closed')
    .executeTakeFirstOrThrow()
  await changeConversation(database, id, new Date(), async () => ({
    change: { set: { isWithPerson: true } },
    result: undefined,
  }))
}
