import type { ContactHistoryItem, ContactHistoryKind, Page, RunStatus } from '@patchbay/shared/api'
import type { JsonObject } from '@patchbay/shared/json'
import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { ChannelKinds } from '../messaging/channel-kinds.ts'
import { ofContacts } from '../store/messages/of-contacts.ts'
import { timeCursor, timeCursorText, toPage } from '../store/paging.ts'
import type { ContactChangeKind } from '../store/schema/contact-tables.ts'
import type { Tables } from '../store/schema/tables.ts'
import { lowestId, timeOfId } from '../store/uuid.ts'

export interface HistoryRequest {
  readonly limit: number
  readonly after?: string
  /** Absent: all. */
  readonly kind?: ContactHistoryKind | undefined
}

type ReadHistory = (contactId: string, request: HistoryRequest) => Promise<Page<ContactHistoryItem>>

/** Reads what was with a contact, the latest first. Each kind is read by its own index, and the latest of all are taken. */
export function createContactHistory(kysely: Kysely<Tables>, kinds: ChannelKinds): ReadHistory {
  const show = (channel: string, value: string) => kinds.get(channel)?.show(value) ?? value
  const readers = { conversations, runs, consent, changes } as const

  return async (contactId, { limit, after, kind }) => {
    const before = after === undefined ? undefined : timeCursor(after)
    const wanted = kind === undefined ? Object.values(readers) : [readers[kind]]
    const found: ContactHistoryItem[] = []
    for (const read of wanted) found.push(...(await read(contactId, before?.time, limit + TIES)))
    const later = found
      .filter(({ at, id }) => before === undefined || isBefore({ time: new Date(at), id }, before))
      .sort((one, other) => (isBefore(placeOf(one), placeOf(other)) ? 1 : -1))
    return toPage(later.slice(0, limit + 1), limit, (item) => timeCursorText(placeOf(item)))
  }

  async function conversations(contactId: string, until: Date | undefined, limit: number) {
    const { rows } = await sql<ConversationRow>`
      select conversation.id, channel, address, status, opened_at, last_message_at, preview, assignee, person.name
      from conversation left join auth_user as person on assignee = 'user:' || person.id
      where contact_point_id in ${pointsOf(contactId)} and ${ofContacts}
        ${until === undefined ? sql`` : sql`and last_message_at <= ${until}`}
      order by last_message_at desc, conversation.id desc limit ${limit}`.execute(kysely)
    return rows.map(
      ({ id, channel, address, status, openedAt, lastMessageAt, preview, assignee, name }): ContactHistoryItem => ({
        kind: 'conversation',
        id,
        at: lastMessageAt.toISOString(),
        channel,
        address: show(channel, address),
        status,
        openedAt: openedAt.toISOString(),
        preview,
        assignee: assignee === null ? null : { id: assignee, name: name ?? '' },
      }),
    )
  }

  async function runs(contactId: string, until: Date | undefined, limit: number) {
    const { rows } = await sql<RunRow>`
      select run.id, run.flow_id, run.status, coalesce(flow.name, '') as flow_name
      from contact_point as point join run on run.contact = point.value and run.channel = point.channel
      left join flow on flow.id = run.flow_id
      where point.contact_id = ${contactId}::uuid and run.test is null ${untilId(until, 'run.id')}
      order by run.id desc limit ${limit}`.execute(kysely)
    return rows.map(
      ({ id, ...run }): ContactHistoryItem => ({ kind: 'run', id, at: timeOfId(id).toISOString(), ...run }),
    )
  }

  async function consent(contactId: string, until: Date | undefined, limit: number) {
    const { rows } = await sql<ConsentRow>`
      select id, channel, contact, address, state, source, detail from consent_log
      where contact_point_id in ${pointsOf(contactId)} ${untilId(until, 'id')} order by id desc limit ${limit}`.execute(
      kysely,
    )
    return rows.map(
      ({ id, channel, contact, address, ...entry }): ContactHistoryItem => ({
        kind: 'consent',
        id,
        at: timeOfId(id).toISOString(),
        channel,
        shown: show(channel, contact),
        address: address === '' ? '' : show(channel, address),
        ...entry,
      }),
    )
  }

  async function changes(contactId: string, until: Date | undefined, limit: number) {
    const { rows } = await sql<ChangeRow>`
      select change.id, kind, author, detail, person.name
      from contact_change as change left join auth_user as person on author = 'user:' || person.id
      where contact_id = ${contactId}::uuid ${untilId(until, 'change.id')}
      order by change.id desc limit ${limit}`.execute(kysely)
    return rows.map(
      ({ id, kind, author, detail, name }): ContactHistoryItem => ({
        kind: 'change',
        id,
        at: timeOfId(id).toISOString(),
        what: kind,
        author:
          author === ''
            ? null
            : { id: author, name: name ?? (textIn(detail, 'flowName') || textIn(detail, 'accountName')) },
        fields: Array.isArray(detail.fields) ? detail.fields : [],
        merged: kind === 'merged' ? textIn(detail, 'name') : null,
      }),
    )
  }
}

/** Items of one millisecond that the page before may have ended within. */
const TIES = 20

interface Place {
  readonly time: Date
  readonly id: string
}

function placeOf({ at, id }: ContactHistoryItem): Place {
  return { time: new Date(at), id }
}

function isBefore(one: Place, other: Place): boolean {
  const [a, b] = [one.time.getTime(), other.time.getTime()]
  return a === b ? one.id < other.id : a < b
}

function pointsOf(contactId: string): RawBuilder<unknown> {
  return sql`(select id from contact_point where contact_id = ${contactId}::uuid)`
}

/** UUIDs of version 7 that were made up to a time. */
function untilId(until: Date | undefined, column: string): RawBuilder<unknown> {
  if (until === undefined) return sql``
  return sql`and ${sql.ref(column)} < ${lowestId(new Date(until.getTime() + 1))}::uuid`
}

function textIn(detail: JsonObject, name: string): string {
  const value = detail[name]
  return typeof value === 'string' ? value : ''
}

interface ConversationRow {
  readonly id: string
  readonly channel: string
  readonly address: string
  readonly status: 'open' | 'waiting' | 'closed'
  readonly openedAt: Date
  readonly lastMessageAt: Date
  readonly preview: string
  readonly assignee: string | null
  readonly name: string | null
}

interface RunRow {
  readonly id: string
  readonly flowId: string
  readonly flowName: string
  readonly status: RunStatus
}

interface ConsentRow {
  readonly id: string
  readonly channel: string
  readonly contact: string
  readonly address: string
  readonly state: 'in' | 'out'
  readonly source: string
  readonly detail: string
}

interface ChangeRow {
  readonly id: string
  readonly kind: ContactChangeKind
  readonly author: string
  readonly detail: JsonObject
  readonly name: string | null
}
