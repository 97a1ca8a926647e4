import { AppError } from '@patchbay/shared/errors'
import type { ConversationChange, LockedConversation } from '../store/messages/change-conversation.ts'

/** The change that closes a conversation. @param by as `working_copy.owner` */
export function closing({ inCount }: LockedConversation, by: string, at: Date): ConversationChange {
  const nobody = { isWithPerson: false, waitsSince: null, snoozedUntil: null }
  const set = { status: 'closed', closedAt: at, readCount: inCount, ...nobody } as const
  return { set, items: [{ kind: 'closed', author: by }] }
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
