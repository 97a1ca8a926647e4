import { INBOX_ID } from '@patchbay/shared/api'
import type { JsonObject } from '@patchbay/shared/json'
import { type Initiator, initiatorOf } from '../events/initiator.ts'
import type { NewEvent } from '../events/store-events.ts'
import type { ConversationChange, LockedConversation, StoredItem } from './change-conversation.ts'

/**
 * What a change of a conversation tells to others. Their content lacks `customerId`.
 * @param before the conversation as it was
 */
export function conversationEvents(
  before: LockedConversation,
  { set = {}, topics, flowId }: Omit<ConversationChange, 'items'>,
  items: readonly StoredItem[],
): readonly NewEvent[] {
  const by = (author: string): Initiator => (flowId === undefined ? initiatorOf(author) : { type: 'FLOW', id: flowId })
  const initiator = by(items.find(({ author }) => author !== '')?.author ?? '')
  const context = { assignee: assigneeOf(before.assignee) }
  const event = (type: NewEvent['type'], content: JsonObject = {}, causedBy: Initiator = initiator): NewEvent => ({
    type,
    initiator: causedBy,
    content: { conversationId: before.id, ...content },
    conversationId: before.id,
  })
  const { status = before.status, assignee = before.assignee, isWithPerson = before.isWithPerson } = set
  const isMoved = assignee !== before.assignee || (isWithPerson !== before.isWithPerson && status !== 'closed')
  const reason = initiator.type === 'USER' ? 'MANUAL' : 'AUTOMATED_ASSIGNMENT'
  return [
    ...(status !== 'closed' && before.status === 'closed' ? [event('CONVERSATION/REOPENED', { context })] : []),
    ...(isMoved ? [event('CONVERSATION_ASSIGNEE/UPDATED', { reason, assignee: assigneeOf(assignee), context })] : []),
    ...items
      .filter(({ kind }) => kind === 'note')
      .map(({ id, author }) => event('CONVERSATION/NOTE_CREATED', { noteId: id }, by(author))),
    ...(topics?.removed ?? []).map((topicId) => event('CONVERSATION/TOPIC_REMOVED', { topicId, context })),
    ...(topics?.added ?? []).map((topicId) => event('CONVERSATION/TOPIC_ADDED', { topicId, context })),
    ...(status === 'closed' && before.status !== 'closed' ? [event('CONVERSATION/CLOSED', { context })] : []),
    ...(status === before.status ? [] : [event('CONVERSATION_STATUS/UPDATED')]),
  ]
}

/** In Gladly's shape: all conversations are in the one inbox. */
function assigneeOf(owner: string | null): JsonObject {
  return { inboxId: INBOX_ID, ...(owner?.startsWith('user:') ? { agentId: owner.slice('user:'.length) } : {}) }
}
