import type { JsonObject } from '@patchbay/shared/json'
import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { StoredMessage } from '../../store/messages/message-records.ts'
import { ofContacts } from '../../store/messages/of-contacts.ts'
import type { Tables } from '../../store/schema/tables.ts'

export interface DetailedConversation {
  readonly id: string
  readonly contactId: string
  readonly status: 'open' | 'waiting' | 'closed'
  /** As `user:<id>`. */
  readonly assignee: string | null
  readonly openedAt: Date
  readonly closedAt: Date | null
  readonly topicIds: readonly string[]
}

/** A message, a note or an act, with the contact of its conversation. */
export interface DetailedItem {
  readonly id: string
  readonly conversationId: string
  readonly contactId: string
  readonly message: (StoredMessage & { readonly flowId: string | null }) | undefined
  /** Undefined for a message. */
  readonly act: { readonly kind: string; readonly author: string; readonly detail: JsonObject } | undefined
}

export interface DetailedContact {
  readonly id: string
  readonly name: string
  readonly language: string | null
  readonly timeZone: string | null
  readonly fields: JsonObject
  readonly createdAt: Date
  readonly modifiedAt: Date
  /** Without those of tests; the oldest first. */
  readonly points: readonly { readonly channel: string; readonly value: string }[]
}

/** Reads what the ids in events stand for. Ids must be UUIDs; tests of flows are left out. */
export interface DetailRepository {
  conversation(id: string): Promise<DetailedConversation | undefined>
  /** The latest ones, oldest first. */
  items(conversationId: string, limit: number): Promise<readonly DetailedItem[]>
  item(id: string): Promise<DetailedItem | undefined>
  contact(id: string): Promise<DetailedContact | undefined>
  /** Where a contact that is gone is now. */
  mergedInto(id: string): Promise<string | undefined>
  /** A user who may answer. */
  agent(id: string): Promise<{ readonly id: string; readonly name: string; readonly email: string } | undefined>
}

export function createDetailRepository(kysely: Kysely<Tables>): DetailRepository {
  const contactOf = sql<string>`(select contact_id from contact_point as point
    join conversation on conversation.contact_point_id = point.id where conversation.id = conversation_id)`

  async function messages(where: RawBuilder<boolean>, limit: number): Promise<DetailedItem[]> {
    const rows = await kysely
      .selectFrom('message')
      .selectAll('message')
      .select((build) => [
        contactOf.as('contactId'),
        build.selectFrom('run').select('run.flowId').whereRef('run.id', '=', 'message.runId').as('flowId'),
      ])
      .where(where)
      .where(ofContacts)
      .orderBy('id', 'desc')
      .limit(limit)
      .execute()
    return rows.map(({ contactId, ...message }) => ({
      id: message.id,
      conversationId: message.conversationId,
      contactId,
      message,
      act: undefined,
    }))
  }

  async function acts(where: RawBuilder<boolean>, limit: number): Promise<DetailedItem[]> {
    const rows = await kysely
      .selectFrom('conversationItem')
      .selectAll()
      .select(contactOf.as('contactId'))
      .where(where)
      .orderBy('id', 'desc')
      .limit(limit)
      .execute()
    return rows.map(({ id, conversationId, contactId, ...act }) => ({
      id,
      conversationId,
      contactId,
      message: undefined,
      act,
    }))
  }

  return {
    async conversation(id) {
      const { rows } = await sql<DetailedConversation>`
        select conversation.id, contact_id, status, assignee, opened_at, closed_at,
          array(select topic_id::text from conversation_topic where conversation_id = conversation.id order by 1)
            as topic_ids
        from (select * from conversation where id = ${id}::uuid and ${ofContacts}) as conversation
        join contact_point as point on point.id = contact_point_id`.execute(kysely)
      return rows[0]
    },
    async items(conversationId, limit) {
      const where = sql<boolean>`conversation_id = ${conversationId}::uuid`
      const found = await Promise.all([messages(where, limit), acts(where, limit)])
      return found
        .flat()
        .sort((one, other) => (one.id < other.id ? -1 : 1))
        .slice(-limit)
    },
    async item(id) {
      const [message] = await messages(sql`message.id = ${id}::uuid`, 1)
      return message ?? (await acts(sql`id = ${id}::uuid`, 1))[0]
    },
    async contact(id) {
      const { rows } = await sql<DetailedContact>`
        select id, name, language, time_zone, fields, created_at, modified_at,
          coalesce((select json_agg(json_build_object('channel', channel, 'value', value) order by created_at, value)
            from contact_point where contact_id = contact.id and ${ofContacts}), '[]') as points
        from contact where id = ${id}::uuid`.execute(kysely)
      return rows[0]
    },
    async mergedInto(id) {
      // A merge moves earlier merges along, so this is the last contact of them all.
      const { rows } = await sql<{ readonly contactId: string }>`
        select contact_id from contact_change where kind = 'merged' and detail ->> 'from' = ${id.toLowerCase()}`.execute(
        kysely,
      )
      return rows[0]?.contactId
    },
    async agent(id) {
      const { rows } = await sql<{ readonly id: string; readonly name: string; readonly email: string }>`
        select id, name, email from auth_user where id = ${id} and role <> 'api-user'`.execute(kysely)
      return rows[0]
    },
  }
}
