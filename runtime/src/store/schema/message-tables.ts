import type { ConsentSource, ConsentState, MessageContent, MessageMedia, RunErrorBody } from '@patchbay/shared/api'
import type { JsonObject } from '@patchbay/shared/json'
import type { Generated } from 'kysely'
import type { JsonColumn, Time } from './column-types.ts'

/** A person. Contact points say how the person is reached. */
export interface ContactTable {
  id: string
  name: Generated<string>
  /** As in BCP 47, such as `en`. */
  language: string | null
  /** IANA name. */
  timeZone: string | null
  /** All fields but those above, by key; an empty one is left out. */
  fields: JsonColumn<JsonObject>
  createdAt: Time
  modifiedAt: Time
  /** When there was last a message, to the minute; before the first one, when it was made. */
  lastAt: Time
  /** The words by which it is found. */
  search: Generated<string>
}

export interface ContactPointTable {
  /** Made by `contactPointId` of the three columns below. */
  id: string
  contactId: string
  channel: string
  /** The account within which the value means something. Empty on channels where it means the same in all of them. */
  accountId: string
  value: string
  createdAt: Time
}

/** Everything between a contact point and one of our addresses, from its opening to its closing. */
export interface ConversationTable {
  id: string
  contactPointId: string
  channel: string
  accountId: string
  address: string
  status: 'open' | 'waiting' | 'closed'
  /** Messages stay with a person and start no flow. */
  isWithPerson: Generated<boolean>
  openedAt: Time
  closedAt: Time | null
  lastMessageAt: Time
  /** The last run that a message of it started or continued, and the process that did so. */
  lastRunId: string | null
  lastProcessId: string | null
  /** The run before `lastRunId`, if another process started or continued it. */
  previousRunId: string | null
  /** The person who answers, as `user:<id>`. */
  assignee: string | null
  /** When the first message came that waits for the answer of a person. */
  waitsSince: Time | null
  /** Messages from the contact, and how many of them count as read by all. */
  inCount: Generated<number>
  readCount: Generated<number>
  /** The beginning of the last message, the type of its first file, and who wrote it. */
  preview: Generated<string>
  previewType: string | null
  previewBy: Generated<'contact' | 'flow' | 'person'>
  /** While `status` is `waiting`. Null: until the contact writes. */
  snoozedUntil: Time | null
  /** When the contact wrote last. */
  lastInAt: Time | null
  /** Its status before the last message. Null: that message opened it. */
  statusBefore: string | null
}

export interface MessageTable {
  /** UUIDv7. */
  id: string
  conversationId: string
  channel: string
  accountId: string
  address: string
  contact: string
  /** `in`: from the contact to us. */
  direction: 'in' | 'out'
  content: JsonColumn<MessageContent>
  status: string
  error: JsonColumn<RunErrorBody> | null
  at: Time
  /** When its author changed or deleted it the last time. */
  editedAt: Time | null
  /** The run that the message started or continued, or that sent it. */
  runId: string | null
  /** The action that sent it. */
  nodeId: number | null
  /** The person who sent it, as `working_copy.owner`. */
  author: string | null
  providerId: string | null
}

/** A file of a message, or one that was uploaded for a message. */
export interface MediaTable {
  /** UUIDv7: its time decides in which partition the bytes are stored. */
  id: string
  /** Null until a message has the file. */
  messageId: string | null
  runId: string | null
  accountId: string | null
  /** What the message said of it: where it is fetched. Written by the trigger on `message`. */
  source: Generated<MessageMedia>
  state: MediaState
  /** By its content. */
  type: string | null
  name: string | null
  bytes: number | null
  /** Why there is no file. */
  problem: string | null
  /** Attempts to fetch it that have begun. */
  tries: Generated<number>
  /** When it may be fetched, or when a file that was being stored counts as abandoned. Null when neither is to come. */
  dueAt: Time | null
}

/**
 * `wanted`: it is to be fetched. `arriving`: an upload is under way. `failed`: it could not be fetched. `dropped`: it had
 * to make room.
 */
export type MediaState = 'wanted' | 'arriving' | 'stored' | 'failed' | 'dropped'

/** Bytes of files, a part at a time. */
export interface MediaPartTable {
  mediaId: string
  /** From 0. */
  number: number
  bytes: Uint8Array
}

/** The service's id of a message, once per account and direction. */
export interface MessageKeyTable {
  accountId: string
  direction: 'in' | 'out'
  providerId: string
  /** Null while only a receipt or a change has arrived. */
  messageId: string | null
  runId: string | null
  /** By the last receipt, or `deleted`. */
  status: string | null
  error: JsonColumn<RunErrorBody> | null
  /** By the last change of its author. */
  content: JsonColumn<MessageContent> | null
  changedAt: Time | null
  /** When the service saw that. */
  reportedAt: Time | null
  expiresAt: Time
}

/** A run that waits for something with this key. Only a hint: the run's row says whether it still waits. */
export interface RunWaitTable {
  /** As `wait-keys.ts` makes it. */
  key: string
  runId: string
  waitNo: number
  askedAt: Time
  expiresAt: Time
}

/** Whether contacts may be written to. Only the function `record_consent` writes here. */
export interface ConsentTable {
  id: string
  contactPointId: string
  /** Ours; empty for all of them. */
  address: string
  channel: string
  contact: string
  state: ConsentState
  since: Time
  source: ConsentSource
  /** The word, or the name of the person. */
  detail: string
  /** Rises with every change of any row. */
  revision: number
}

/** What was ever recorded about consent. Nothing here is changed. */
export interface ConsentLogTable extends Omit<ConsentTable, 'since' | 'revision'> {
  at: Time
}
