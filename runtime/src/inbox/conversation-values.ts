import { isUuid } from '@patchbay/shared/api'
import type { JsonObject } from '@patchbay/shared/json'
import { type Kysely, sql } from 'kysely'
import type { ConversationKey } from '../kit/conversations.ts'
import type { Tables } from '../store/schema/tables.ts'

interface ConversationRow {
  readonly id: string
  readonly channel: string
  readonly address: string
  readonly status: string
  readonly openedAt: Date
  readonly isWithPerson: boolean
  readonly assignee: string | null
  readonly topics: readonly string[]
}

/** Reads a conversation as flows see it, in one query. */
export async function readConversation(kysely: Kysely<Tables>, key: ConversationKey): Promise<JsonObject | undefined> {
  if (key.by === 'id' && !isUuid(key.id)) return undefined
  const where =
    key.by === 'id'
      ? sql`id = ${key.id}`
      : sql`contact_point_id = ${key.contactPointId} and address = ${key.address}
          order by status = 'closed', opened_at desc limit 1`
  const { rows } = await sql<ConversationRow>`
    select held.id, channel, address, status, opened_at, is_with_person, person.name as assignee,
      array(select topic.name from conversation_topic as about join topic on topic.id = about.topic_id
        where about.conversation_id = held.id order by topic.name) as topics
    from (select * from conversation where ${where}) as held
    left join auth_user as person on 'user:' || person.id = held.assignee`.execute(kysely)
  const [row] = rows
  return row === undefined ? undefined : valuesOf(row)
}

function valuesOf({
  id,
  channel,
  address,
  status,
  openedAt,
  isWithPerson,
  assignee,
  topics,
}: ConversationRow): JsonObject {
  return {
    id,
    channel,
    address,
    status,
    topic: topics[0] ?? null,
    topics: [...topics],
    assignee,
    opened_at: openedAt.toISOString(),
    with_person: isWithPerson,
  }
}
