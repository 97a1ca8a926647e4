import {
  type ConversationCounts,
  type ConversationStatus,
  type ConversationView,
  isUuid,
  type Page,
  type Topic,
} from '@patchbay/shared/api'
import { type Kysely, type RawBuilder, sql } from 'kysely'
import { ofContacts } from '../store/messages/of-contacts.ts'
import { timeCursor, timeCursorText, toPage } from '../store/paging.ts'
import type { Tables } from '../store/schema/tables.ts'
import { createConversationSearch } from './conversation-search.ts'

/** A conversation with what a list shows of it. */
export interface ConversationRecord {
  readonly id: string
  readonly contactPointId: string
  readonly channel: string
  readonly accountId: string
  readonly address: string
  readonly contact: string
  readonly contactId: string
  readonly contactName: string
  readonly status: ConversationStatus
  readonly isWithPerson: boolean
  readonly assignee: string | null
  /** Null also for a person who has left. */
  readonly assigneeName: string | null
  readonly waitsSince: Date | null
  /** Messages from the contact that the reader has not read. */
  readonly unread: number
  /** A note that the reader has not read names the reader. */
  readonly isMentioned: boolean
  readonly preview: string
  readonly previewType: string | null
  readonly previewBy: 'contact' | 'flow' | 'person'
  readonly topics: readonly Topic[]
  readonly snoozedUntil: Date | null
  readonly openedAt: Date
  readonly closedAt: Date | null
  readonly lastMessageAt: Date
  readonly lastInAt: Date | null
}

export interface ConversationFilter {
  readonly view: ConversationView
  readonly channel?: string | undefined
  readonly address?: string | undefined
  /** Id of a topic. */
  readonly topic?: string | undefined
  /** Id of a contact. */
  readonly contact?: string | undefined
  /** Only those with a note that names the reader. */
  readonly mentioned?: 'true' | undefined
}

/** A conversation that was searched for. */
export interface FoundConversation extends ConversationRecord {
  /** The beginning of the message or note that has the words; null where the contact was found. */
  readonly words: string | null
}

/** Counting stops here, because no page shows a higher figure. */
const MOST_COUNTED = 1_000

/** Reads conversations as one person sees them: `reader` as `working_copy.owner`. */
export interface ConversationRepository {
  /** `mine` and `unassigned`: who waits longest first; the others: the latest message first. */
  list(
    filter: ConversationFilter,
    options: { readonly reader: string; readonly limit: number; readonly after?: string },
  ): Promise<Page<ConversationRecord>>
  /**
   * By a part of a name, number or id of a contact, by words of a message or note, or by the id of a conversation. The
   * latest message first.
   */
  search(
    text: string,
    options: { readonly reader: string; readonly limit: number },
  ): Promise<readonly FoundConversation[]>
  find(id: string, reader: string): Promise<ConversationRecord | undefined>
  /** Counts all messages from the contact as read by them. False when there is no such conversation. */
  markRead(id: string, reader: string): Promise<boolean>
  /** Up to 1,000 of each. */
  counts(reader: string): Promise<ConversationCounts>
}

export function createConversationRepository(kysely: Kysely<Tables>): ConversationRepository {
  const search = createConversationSearch(kysely)

  async function read(
    reader: string,
    { where, order, limit }: { where: RawBuilder<unknown>; order: RawBuilder<unknown>; limit: number },
  ): Promise<ConversationRecord[]> {
    const { rows } = await sql<ConversationRecord>`
      select conversation.id, contact_point_id, conversation.channel, conversation.account_id, address, status,
        is_with_person, assignee, waits_since, preview, preview_type, preview_by, snoozed_until, opened_at, closed_at,
        last_message_at, last_in_at, point.value as contact, contact.id as contact_id, contact.name as contact_name,
        person.name as assignee_name,
        coalesce(not mention.is_read, false) as is_mentioned,
        greatest(0, conversation.in_count - greatest(read_count, coalesce(seen.in_count, 0))) as unread,
        coalesce(about.topics, '[]') as topics
      from (select * from conversation where (${where}) and ${ofContacts} order by ${order} limit ${limit}) as conversation
      join contact_point as point on point.id = contact_point_id
      join contact on contact.id = point.contact_id
      left join auth_user as person on assignee = 'user:' || person.id
      left join conversation_seen as seen on seen.conversation_id = conversation.id and seen.owner = ${reader}
      left join conversation_mention as mention
        on mention.conversation_id = conversation.id and mention.owner = ${reader}
      left join lateral (
        select json_agg(json_build_object('id', topic.id, 'name', topic.name, 'color', topic.color) order by topic.name)
          as topics
        from conversation_topic join topic on topic.id = topic_id where conversation_id = conversation.id
      ) as about on true
      order by ${order}`.execute(kysely)
    return rows
  }

  const counted = (where: RawBuilder<unknown>) => sql`(select count(*)::int from (
    select from conversation where (${where}) and ${ofContacts} limit ${MOST_COUNTED}) as counted)`

  return {
    async list(filter, { reader, limit, after }) {
      const { isByWait, where, order, key } = viewOf(filter.view, reader)
      const conditions = [where, ...filtersOf(filter, reader)]
      if (after !== undefined) {
        const { time, id } = timeCursor(after)
        conditions.push(
          isByWait
            ? sql`(${waitKey}, id) > (${time}, ${id}::uuid)`
            : sql`(last_message_at, id) < (${time}, ${id}::uuid)`,
        )
      }
      const rows = await read(reader, { where: allOf(conditions), order, limit: limit + 1 })
      return toPage(rows, limit, (row) => timeCursorText({ time: key(row), id: row.id }))
    },
    async search(text, { reader, limit }) {
      const found = isUuid(text) ? new Map([[text.toLowerCase(), null]]) : await search(text, limit)
      const where = sql`id = any (${[...found.keys()]}::uuid[])`
      const rows = found.size === 0 ? [] : await read(reader, { where, order: latestFirst, limit })
      return rows.map((row) => ({ ...row, words: found.get(row.id) ?? null }))
    },
    async find(id, reader) {
      const [row] = await read(reader, { where: sql`id = ${id}::uuid`, order: latestFirst, limit: 1 })
      return row
    },
    async markRead(id, reader) {
      await kysely
        .updateTable('conversationMention')
        .set({ isRead: true })
        .where('owner', '=', reader)
        .where('conversationId', '=', id)
        .where('isRead', '=', false)
        .execute()
      const { numAffectedRows = 0n } = await sql`
        insert into conversation_seen (conversation_id, owner, in_count)
        select id, ${reader}, in_count from conversation where id = ${id}::uuid
        on conflict (conversation_id, owner) do update set in_count = excluded.in_count`.execute(kysely)
      return numAffectedRows > 0n
    },
    async counts(reader) {
      const [mine, unassigned] = [viewOf('mine', reader).where, viewOf('unassigned', reader).where]
      const waiting = sql`waits_since is not null and ((${mine}) or (${unassigned}))`
      const mentions = sql`id in (
        select conversation_id from conversation_mention where owner = ${reader} and not is_read)`
      const { rows } = await sql<ConversationCounts>`
        select ${counted(mine)} as mine, ${counted(unassigned)} as unassigned, ${counted(waiting)} as waiting,
          ${counted(mentions)} as mentions`.execute(kysely)
      return rows[0] ?? { mine: 0, unassigned: 0, waiting: 0, mentions: 0 }
    },
  }
}

const latestFirst = sql`last_message_at desc, id desc`
const FAR_MS = Date.UTC(9999, 0, 1)
/** As in the index `conversation_unassigned`: those that wait for nobody come last. */
const waitKey = sql`coalesce(waits_since, '9999-01-01Z'::timestamptz)`

interface View {
  readonly isByWait: boolean
  readonly where: RawBuilder<unknown>
  readonly order: RawBuilder<unknown>
  /** The time by which a row is ordered. */
  key(row: ConversationRecord): Date
}

function viewOf(view: ConversationView, reader: string): View {
  const byWait = {
    isByWait: true,
    order: sql`${waitKey}, id`,
    key: ({ waitsSince }: ConversationRecord) => waitsSince ?? new Date(FAR_MS),
  }
  const byMessage = {
    isByWait: false,
    order: latestFirst,
    key: ({ lastMessageAt }: ConversationRecord) => lastMessageAt,
  }
  switch (view) {
    case 'mine':
      return { ...byWait, where: sql`assignee = ${reader} and status <> 'closed'` }
    case 'unassigned':
      return {
        ...byWait,
        where: sql`status <> 'closed' and assignee is null and (is_with_person or waits_since is not null)`,
      }
    case 'open':
      return { ...byMessage, where: sql`status <> 'closed'` }
    case 'closed':
      return { ...byMessage, where: sql`status = 'closed'` }
  }
}

function filtersOf(
  { channel, address, topic, contact, mentioned }: ConversationFilter,
  reader: string,
): RawBuilder<unknown>[] {
  const conditions: RawBuilder<unknown>[] = []
  if (mentioned === 'true') {
    conditions.push(sql`id in (select conversation_id from conversation_mention where owner = ${reader})`)
  }
  if (channel !== undefined) conditions.push(sql`channel = ${channel}`)
  if (address !== undefined) conditions.push(sql`address = ${address}`)
  if (topic !== undefined) {
    conditions.push(sql`id in (select conversation_id from conversation_topic where topic_id = ${topic}::uuid)`)
  }
  if (contact !== undefined) {
    conditions.push(sql`contact_point_id in (select id from contact_point where contact_id = ${contact}::uuid)`)
  }
  return conditions
}

function allOf(conditions: readonly RawBuilder<unknown>[]): RawBuilder<unknown> {
  return sql.join(
    conditions.map((condition) => sql`(${condition})`),
    sql` and `,
  )
}
