import type { Kysely } from 'kysely'
import { TEST_ACCOUNTS } from '../../platform/test-accounts.ts'
import { storeEvents } from '../events/store-events.ts'
import type { Tables } from '../schema/tables.ts'
import { uuidv7 } from '../uuid.ts'
import type { LockedConversation } from './change-conversation.ts'
import { conversationEvents } from './conversation-events.ts'

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
  const told = released.filter(({ accountId }) => !accountId.startsWith(TEST_ACCOUNTS))
  const contactOf = await contactsOf(transaction, told)
  const events = told.flatMap((conversation) => {
    const customerId = contactOf.get(conversation.contactPointId) ?? conversation.contactPointId
    const events = conversationEvents({ ...conversation, assignee: owner }, change, [])
    return events.map((event) => ({ ...event, content: { customerId, ...event.content } }))
  })
  await storeEvents(transaction, events, now)
  return released.map(({ id }) => id)
}

async function contactsOf(
  transaction: Kysely<Tables>,
  conversations: readonly LockedConversation[],
): Promise<ReadonlyMap<string, string>> {
  if (conversations.length === 0) return new Map()
  const points = conversations.map(({ contactPointId }) => contactPointId)
  const query = transaction.selectFrom('contactPoint').select(['id', 'contactId']).where('id', 'in', points)
  return new Map((await query.execute()).map(({ id, contactId }) => [id, contactId]))
}
