import type { MessageContent, RunErrorBody } from '@patchbay/shared/api'

/** A message as it is handed to the run writer, which stores it together with what it causes. */
export interface MessageRecord {
  /** From `uuidv7()`: its time decides in which partition it is stored. */
  readonly id: string
  readonly channel: string
  readonly accountId: string
  /** Ours. */
  readonly address: string
  /** Theirs. */
  readonly contact: string
  /** The account within which `contact` means something. Empty on channels where it means the same in all of them. */
  readonly contactAccount: string
  readonly direction: 'in' | 'out'
  readonly content: MessageContent
  /** For an outgoing message a receipt that has arrived before replaces it. */
  readonly status: string
  readonly error?: RunErrorBody
  readonly at: Date
  /** The run that the message starts or continues, or that sent it. */
  readonly runId: string | null
  /** The action that sent it. */
  readonly nodeId?: number
  /** The person who sent it. */
  readonly author?: string
  /** The service's id of the message. Each is stored once per account and direction for as long as it is remembered. */
  readonly providerId: string | null
}

/** A message as it is stored. */
export interface StoredMessage extends Omit<MessageRecord, 'contactAccount' | 'error' | 'nodeId' | 'author'> {
  readonly conversationId: string
  readonly error: RunErrorBody | null
  readonly nodeId: number | null
  readonly author: string | null
  /** When its author changed or deleted it the last time. */
  readonly editedAt: Date | null
}

/** The place where a run asked a question: the next message there is the answer. */
export interface ConversationKey {
  readonly contactPointId: string
  readonly address: string
}

/** What a service's id was stored with before. */
export interface EarlierMessage {
  readonly messageId: string
  /** The run that it started or continued. */
  readonly runId: string | null
}
