import type { Kysely } from 'kysely'
import type { Tables } from '../schema/tables.ts'
import { uuidv7 } from '../uuid.ts'
import { tell } from './change-conversation.ts'

/**
 * What a person had is nobody's then, so that others see who waits. Call it in the transaction that takes the inbox from
 * them: threads and events tell of it with that commit.
 * @param owner as `working_copy.owner` @returns ids of the conversations
 */
export async function releaseConversations(
  transaction: Kysely<Tables>,
  owner: string,
  now: Date,
): Promise<readonly string[]> {
  const change = { set: { assignee: null } }
  const released = await transaction
    .updateTable('conversation')
    .set(change.set)
    .where('assignee', '=', owner)
    .where('status', '<>', 'closed')
    .returningAll()
    .execute()
  if (released.length === 0) return []
  const items = released.map(({ id }) => {
    return { id: uuidv7(now), conversationId: id, kind: 'released', author: '', detail: '{}' }
  })
  await transaction.insertInto('conversationItem').values(items).execute()
  const changes = released.map((conversation) => {
    return { conversation: { ...conversation, assignee: owner }, change, items: [] }
  })
  await tell(transaction, changes, now)
  return released.map(({ id }) => id)
}
