import { messageKey } from '../journal/known-state.ts'
import { contactPointId } from '../messages/contact-point-id.ts'
import { REMEMBERED_MS } from '../messages/message-queries.ts'
import type { MessageRecord } from '../messages/message-records.ts'
import type { RecordEncoders } from './record-encoders.ts'
import type { MessageFields } from './run-columns.ts'
import { replyKey } from './wait-keys.ts'

/** What the journal has to know of a record. */
export interface JournalFacts {
  /** Keys under which the tables would find an earlier record: of the event, and of messages from contacts. */
  readonly keys: readonly string[]
  /** Conversations of its messages from contacts, by their `replyKey`. */
  readonly places: readonly string[]
  /** The conversation in which its wait for a reply begins. */
  readonly asksIn?: string
  /** Whether an index takes all its texts. */
  readonly isIndexable: boolean
}

export function messagesOf(encoders: RecordEncoders, messages: readonly MessageRecord[] = []): readonly Buffer[] {
  return messages.map((message) => messageBytes(encoders, message))
}

export function messageBytes(encoders: RecordEncoders, message: MessageRecord): Buffer {
  return encoders.message.row(messageFields(message))
}

/** Columns of `message_record`. A conversation gets the id of the message that opens it. */
export function messageFields(message: MessageRecord): MessageFields {
  const { channel, contactAccount, contact, at } = message
  return {
    id: message.id,
    conversation_id: message.id,
    contact_point_id: pointOf(message),
    channel,
    account_id: message.accountId,
    contact_account: contactAccount,
    address: message.address,
    contact,
    direction: message.direction,
    content: message.content,
    status: message.status,
    error: message.error,
    at,
    run_id: message.runId,
    node_id: message.nodeId,
    author: message.author,
    provider_id: message.providerId,
    expires_at: new Date(at.getTime() + REMEMBERED_MS),
  }
}

export function factsOf(messages: readonly MessageRecord[] = []): JournalFacts {
  const received = messages.filter(({ direction }) => direction === 'in')
  return {
    keys: received.flatMap(({ accountId, providerId }) =>
      providerId === null ? [] : messageKey(accountId, providerId),
    ),
    places: received.map((message) => replyKey({ contactPointId: pointOf(message), address: message.address })),
    isIndexable: messages.every(({ contact, address, providerId }) => [contact, address, providerId].every(isShort)),
  }
}

/** An index accepts text of at most a third of a page. This many characters always fit. */
const MOST_INDEXED_CHARACTERS = 500

export function isShort(text: string | null | undefined): boolean {
  return (text ?? '').length <= MOST_INDEXED_CHARACTERS
}

function pointOf({ channel, contactAccount, contact }: MessageRecord): string {
  return contactPointId({ channel, accountId: contactAccount, value: contact })
}
