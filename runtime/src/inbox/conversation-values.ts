import { isUuid } from '@patchbay/shared/api'
import type { JsonObject } from '@patchbay/shared/json'
import { type Kysely, type RawBuilder, sql } from 'kysely'
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
  const where = whereOf(key)
  if (where === undefined) return undefined
  const { rows } = await sql<ConversationRow>`
    select held.id, channel, address, status, opened_at, is_with_person, person.name as assignee,
      array(select topic.name from conversation_topic as about join topic on topic.id = about.topic_id
        where about.conversation_id = held.id order by topic.name) as topics
    from (select * from conversation where ${where}) as held
    left join auth_user as person on 'user:' || person.id = held.assignee`.execute(kysely)
  const [row] = rows
  return row === undefined ? undefined : valuesOf(row)
}

/** Reads which user has a conversation. */
export async function readPersonWith(kysely: Kysely<Tables>, key: ConversationKey): Promise<string | undefined> {
  const where = whereOf(key)
  if (where === undefined) return undefined
  const { rows } = await sql<{ readonly userId: string }>`
    select person.id as user_id from (select * from conversation where ${where}) as held
    join auth_user as person on 'user:' || person.id = held.assignee
    where is_with_person`.execute(kysely)
  return rows[0]?.userId
}

/** Undefined for what is no id. */
function whereOf(key: ConversationKey): RawBuilder<unknown> | undefined {
  if (key.by === 'id') return isUuid(key.id) ? sql`id = ${key.id}` : undefined
  return sql`contact_point_id = ${key.contactPointId} and address = ${key.address}
    order by status = 'closed', opened_at desc limit 1`
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
