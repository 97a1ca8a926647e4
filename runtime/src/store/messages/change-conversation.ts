import type { JsonObject } from '@patchbay/shared/json'
import type { Kysely, Selectable, Transaction, Updateable } from 'kysely'
import { TEST_ACCOUNTS } from '../../platform/test-accounts.ts'
import type { Database } from '../database.ts'
import { storeEvents } from '../events/store-events.ts'
import { jsonText } from '../json-text.ts'
import { replyKey } from '../runs/wait-keys.ts'
import type { ConversationTable } from '../schema/message-tables.ts'
import type { Tables } from '../schema/tables.ts'
import { uuidv7 } from '../uuid.ts'
import { conversationEvents } from './conversation-events.ts'

/** A note, or what somebody did, for the thread of a conversation. */
export interface NewItem {
  /** From `uuidv7()`. Absent: one is made. */
  readonly id?: string
  readonly kind: string
  /** As `working_copy.owner`; empty when nobody did it. */
  readonly author: string
  readonly detail?: JsonObject
}

export interface ConversationChange {
  readonly set?: Updateable<ConversationTable>
  readonly items?: readonly NewItem[]
  /** Ids of the topics that the caller has given to it and taken from it. */
  readonly topics?: { readonly added: readonly string[]; readonly removed: readonly string[] }
  /** The id of the flow that causes the change. Absent: the author of the first item does. */
  readonly flowId?: string
}

export type StoredItem = NewItem & { readonly id: string }

export type LockedConversation = Selectable<ConversationTable>

/**
 * Changes a conversation, whose row is locked while `decide` looks at it, and stores what its thread and its events
 * tell of it, in one transaction. The only place that may give a conversation to people or to flows: the journal has to know of it before
 * the commit. Undefined when there is no such conversation.
 */
export function changeConversation<Result>(
  { kysely, journal }: Database,
  conversationId: string,
  now: Date,
  decide: (
    conversation: LockedConversation,
    transaction: Transaction<Tables>,
  ) => Promise<{ readonly change: ConversationChange; readonly result: Result }>,
): Promise<Result | undefined> {
  return kysely.transaction().execute(async (transaction) => {
    const conversation = await transaction
      .selectFrom('conversation')
      .selectAll()
      .where('id', '=', conversationId)
      .forUpdate()
      .executeTakeFirst()
    if (conversation === undefined) return undefined
    const { change, result } = await decide(conversation, transaction)
    const { set = {} } = change
    const items = (change.items ?? []).map((item) => ({ ...item, id: item.id ?? uuidv7(now) }))
    if (set.isWithPerson === true) journal?.known.divert(replyKey(conversation))
    if (Object.keys(set).length > 0) {
      await transaction.updateTable('conversation').set(set).where('id', '=', conversationId).execute()
    }
    if (items.length > 0) {
      const rows = items.map(({ id, kind, author, detail = {} }) => {
        return { id, conversationId, kind, author, detail: jsonText(detail) }
      })
      await transaction.insertInto('conversationItem').values(rows).execute()
    }
    await tell(transaction, [{ conversation, change, items }], now)
    return result
  })
}

interface ToldChange {
  /** As it was before the change. */
  readonly conversation: LockedConversation
  readonly change: ConversationChange
  readonly items: readonly StoredItem[]
}

/** Stores the events of changes. Conversations of tests have none. */
export async function tell(transaction: Kysely<Tables>, changes: readonly ToldChange[], now: Date): Promise<void> {
  const told = changes
    .filter(({ conversation }) => !conversation.accountId.startsWith(TEST_ACCOUNTS))
    .map(({ conversation, change, items }) => {
      return { pointId: conversation.contactPointId, events: conversationEvents(conversation, change, items) }
    })
    .filter(({ events }) => events.length > 0)
  if (told.length === 0) return
  const points = await transaction
    .selectFrom('contactPoint')
    .select(['id', 'contactId'])
    .where(
      'id',
      'in',
      told.map(({ pointId }) => pointId),
    )
    .execute()
  const contactOf = new Map(points.map(({ id, contactId }) => [id, contactId]))
  const events = told.flatMap(({ pointId, events }) => {
    const customerId = contactOf.get(pointId) ?? pointId
    return events.map((event) => ({ ...event, content: { customerId, ...event.content } }))
  })
  await storeEvents(transaction, events, now)
}
