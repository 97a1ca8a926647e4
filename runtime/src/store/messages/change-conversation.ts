import type { JsonObject } from '@patchbay/shared/json'
import type { Selectable, Transaction, Updateable } from 'kysely'
import type { Database } from '../database.ts'
import { jsonText } from '../json-text.ts'
import { replyKey } from '../runs/wait-keys.ts'
import type { ConversationTable } from '../schema/message-tables.ts'
import type { Tables } from '../schema/tables.ts'
import { uuidv7 } from '../uuid.ts'

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
}

export type LockedConversation = Selectable<ConversationTable>

/**
 * Changes a conversation, whose row is locked while `decide` looks at it, and stores what its thread tells of it, in one
 * transaction. The only place that may give a conversation to people or to flows: the journal has to know of it before
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
    const { set = {}, items = [] } = change
    if (set.isWithPerson === true) journal?.known.divert(replyKey(conversation))
    if (Object.keys(set).length > 0) {
      await transaction.updateTable('conversation').set(set).where('id', '=', conversationId).execute()
    }
    if (items.length > 0) {
      await transaction
        .insertInto('conversationItem')
        .values(
          items.map(({ id = uuidv7(now), kind, author, detail = {} }) => ({
            id,
            conversationId,
            kind,
            author,
            detail: jsonText(detail),
          })),
        )
        .execute()
    }
    return result
  })
}
