import type { MessageContent, RunErrorBody } from '@patchbay/shared/api'
import type { JsonObject } from '@patchbay/shared/json'
import type { Generated } from 'kysely'
import type { JsonColumn, Time } from './column-types.ts'

/** A note, or what somebody did with a conversation. It stands in the thread among the messages, by its id. */
export interface ConversationItemTable {
  /** UUIDv7. */
  id: string
  conversationId: string
  kind: string
  /** As `working_copy.owner`. */
  author: string
  detail: JsonColumn<JsonObject>
}

/** Up to which message from the contact somebody has read. */
export interface ConversationSeenTable {
  conversationId: string
  owner: string
  inCount: number
}

/** A label for conversations. */
export interface TopicTable {
  id: string
  /** Unique, whatever the case. */
  name: string
  color: string
}

/** A text for answers, with holes such as `{{contact.first_name}}`. */
export interface SavedReplyTable {
  id: string
  /** Unique, whatever the case. */
  name: string
  text: string
  modifiedAt: Time
}

/** The latest note of a conversation that names somebody. */
export interface ConversationMentionTable {
  /** As `working_copy.owner`. */
  owner: string
  conversationId: string
  itemId: string
  isRead: Generated<boolean>
}

export interface ConversationTopicTable {
  conversationId: string
  topicId: string
}

/** An answer of a person that is to be sent. Once it is sent, its messages are in `message`. */
export interface AnswerTable {
  /** Made by who sends it, so that the same answer is sent once. */
  id: string
  /** UUIDv7: where it stands in the thread. */
  place: string
  conversationId: string
  /** As `working_copy.owner`. */
  author: string
  content: JsonColumn<MessageContent>
  state: AnswerState
  error: JsonColumn<RunErrorBody> | null
  /** Attempts that have begun. */
  tries: Generated<number>
  /** When it may be tried again; while it is sent, when the attempt counts as lost. */
  dueAt: Time | null
  /** The process that is sending it. */
  claimedBy: string | null
  /** The conversation is closed once it is sent. */
  closes: Generated<boolean>
}

/** `unknown`: the process died while it was sending, and the service cannot say whether it has the message. */
export type AnswerState = 'queued' | 'sending' | 'sent' | 'failed' | 'unknown'
