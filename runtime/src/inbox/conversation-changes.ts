import { AppError } from '@patchbay/shared/errors'
import type { Transaction } from 'kysely'
import type { ConversationChange, LockedConversation } from '../store/messages/change-conversation.ts'
import type { Tables } from '../store/schema/tables.ts'

/** The change that closes a conversation. @param by as `working_copy.owner` */
function closing({ inCount }: LockedConversation, by: string, at: Date): ConversationChange {
  const nobody = { isWithPerson: false, waitsSince: null, snoozedUntil: null }
  const set = { status: 'closed', closedAt: at, readCount: inCount, ...nobody } as const
  return { set, items: [{ kind: 'closed', author: by }] }
}

/**
 * The change that closes a conversation once its last answer is stored: closed before, it would be opened again by that
 * answer. Until then nothing changes, and the last of its answers closes it.
 * @param by as `working_copy.owner`
 */
export async function closeAfterAnswers(
  transaction: Transaction<Tables>,
  conversation: LockedConversation,
  by: string,
  at: Date,
): Promise<ConversationChange> {
  if (conversation.status === 'closed') return {}
  const waiting = await transaction
    .updateTable('answer')
    .set({ closes: true })
    .where('conversationId', '=', conversation.id)
    .where('state', 'in', ['queued', 'sending'])
    .returning('id')
    .execute()
  return waiting.length > 0 ? {} : closing(conversation, by, at)
}

export function isUser(owner: string): boolean {
  return owner.startsWith('user:')
}

export function noSuchConversation(): AppError {
  return new AppError('CONVERSATION_NOT_FOUND', 'There is no such conversation.')
}

export function isClosed(): AppError {
  return new AppError('CONVERSATION_CLOSED', 'The conversation is closed. Open it again first.')
}
