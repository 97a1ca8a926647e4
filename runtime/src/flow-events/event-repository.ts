import { type Kysely, sql } from 'kysely'
import { findEvents, type StoredEvent } from '../store/events/read-events.ts'
import type { Tables } from '../store/schema/tables.ts'

/** An event that is to start a flow. */
export interface DueEvent {
  readonly flowId: string
  readonly event: StoredEvent
}

/** Where a conversation takes place, and what its events are about. */
export interface EventPlace {
  readonly conversationId: string
  readonly channel: string
  readonly address: string
  readonly contact: string
  readonly contactId: string
  readonly contactPointId: string
  readonly isWithPerson: boolean
  /** `user:<id>`; null for nobody. */
  readonly assignee: string | null
  /** Names. */
  readonly topics: readonly string[]
  /** The topic, note or message that the event tells of. */
  readonly topic: string | null
  readonly text: string | null
}

/** The stored events as live flows get them. */
export interface FlowEventRepository {
  /** The oldest ones of these flows. */
  due(limit: number, flowIds: readonly string[]): Promise<readonly DueEvent[]>
  /** Undefined for an event without a conversation, or one that is gone. */
  placeOf(event: StoredEvent): Promise<EventPlace | undefined>
  /** The flow has got it. */
  settle(flowId: string, seq: number): Promise<void>
  /** How many runs of the flow have left a key of this credential that expires after then. */
  countKeys(keys: KeysOfStarts): Promise<number>
}

export interface KeysOfStarts {
  readonly flowId: string
  readonly credential: string
  readonly expiresAfter: Date
}

export function createFlowEventRepository(kysely: Kysely<Tables>): FlowEventRepository {
  return {
    async due(limit, flowIds) {
      if (flowIds.length === 0) return []
      const rows = await kysely
        .selectFrom('eventDelivery as delivery')
        .select(['delivery.subscriberId as flowId', 'delivery.seq'])
        .where('delivery.subscriberId', 'in', flowIds)
        .where('delivery.state', '=', 'waiting')
        .orderBy('delivery.seq')
        .limit(limit)
        .execute()
      const events = rows.length === 0 ? [] : await findEvents(kysely, [...new Set(rows.map(({ seq }) => seq))])
      return rows.flatMap(({ flowId, seq }) => {
        const event = events.find((one) => one.seq === seq)
        return event === undefined ? [] : [{ flowId, event }]
      })
    },
    async placeOf({ conversationId, content }) {
      if (conversationId === null) return undefined
      const { topicId = null, noteId = null, messageId = null } = content
      const { rows } = await sql<EventPlace>`
        select conversation.id as conversation_id, conversation.channel, address, point.value as contact, contact_id,
          contact_point_id, is_with_person, assignee,
          array(select topic.name from conversation_topic as about join topic on topic.id = about.topic_id
            where about.conversation_id = conversation.id order by topic.name) as topics,
          (select name from topic where id = ${topicId}::uuid) as topic,
          coalesce(
            (select detail ->> 'text' from conversation_item where id = ${noteId}::uuid),
            (select content ->> 'text' from message where id = ${messageId}::uuid)) as text
        from conversation join contact_point as point on point.id = conversation.contact_point_id
        where conversation.id = ${conversationId}::uuid`.execute(kysely)
      return rows[0]
    },
    async settle(flowId, seq) {
      await kysely.deleteFrom('eventDelivery').where('subscriberId', '=', flowId).where('seq', '=', seq).execute()
    },
    async countKeys({ flowId, credential, expiresAfter }) {
      const { count } = await kysely
        .selectFrom('dedupeKey')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .where('flowId', '=', flowId)
        .where('credential', '=', credential)
        .where('expiresAt', '>', expiresAfter)
        .executeTakeFirstOrThrow()
      return Number(count)
    },
  }
}
