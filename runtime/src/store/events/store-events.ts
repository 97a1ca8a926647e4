import type { EventType } from '@patchbay/shared/api'
import type { JsonObject } from '@patchbay/shared/json'
import { type Kysely, sql } from 'kysely'
import { jsonText } from '../json-text.ts'
import type { Tables } from '../schema/tables.ts'
import { eventQueries } from './event-queries.ts'
import { type Initiator, initiatorText } from './initiator.ts'

export interface NewEvent {
  readonly type: EventType
  readonly initiator: Initiator
  /** Ids and no words: receivers ask for the rest. */
  readonly content: JsonObject
  readonly conversationId?: string
}

/**
 * Stores events, and their deliveries to those who want them, in the transaction of the change that causes them: then a
 * crash neither loses nor invents one. Call it with that transaction, in the order of happening.
 */
export async function storeEvents(transaction: Kysely<Tables>, events: readonly NewEvent[], at: Date): Promise<void> {
  if (events.length === 0) return
  const rows = events.map(({ type, initiator, content, conversationId = null }, place) => {
    return { place, type, initiator: initiatorText(initiator), content, conversation_id: conversationId }
  })
  const source = `select type, (select at from context), initiator, content, conversation_id from given order by place`
  await sql`with context as (select ${at}::timestamptz as at),
    given as (select * from json_to_recordset(${jsonText(rows)}::json) as given (
      place integer, type text, initiator text, content json, conversation_id uuid)),
    ${sql.raw(eventQueries(source).join(', '))}
    select from happened`.execute(transaction)
}
