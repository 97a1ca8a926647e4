import type { ContactValue, Page } from '@patchbay/shared/api'
import { type Kysely, type RawBuilder, sql } from 'kysely'
import { TEST_ACCOUNTS } from '../platform/test-accounts.ts'
import { contactQuery } from '../store/contacts/contact-words.ts'
import { jsonText } from '../store/json-text.ts'
import { timeCursor, timeCursorText, toPage } from '../store/paging.ts'
import type { Tables } from '../store/schema/tables.ts'
import {
  type ContactRecord,
  type ExternalIdRecord,
  type FieldColumns,
  fieldsOf,
  type PointRecord,
} from './contact-record.ts'

export interface ContactFilter {
  readonly search?: string | undefined
  readonly channel?: string | undefined
  readonly consent?: 'in' | 'out' | undefined
  /** With or without its region. */
  readonly language?: string | undefined
  /** Has had a message since then. */
  readonly since?: Date | undefined
}

/** By what a contact is found. */
export type ContactPlace =
  | { readonly id: string }
  | { readonly pointId: string }
  | { readonly field: string; readonly value: ContactValue }
  | { readonly source: string; readonly externalId: string }

/** A contact with what one other system calls it; what the system still has comes first. */
export interface ContactIds {
  readonly contactId: string
  readonly ids: readonly Pick<ExternalIdRecord, 'externalId' | 'isNumber'>[]
}

/** Reads contacts. The phones of tests are none. */
export interface ContactRepository {
  /** Of several that fit, the one heard of last. */
  find(place: ContactPlace): Promise<ContactRecord | undefined>
  /** What another system calls the contact that `find` would find, and nothing else of it: a call of an action waits for it. */
  idsAt(place: ContactPlace, source: string): Promise<ContactIds | undefined>
  /** The one heard of last first. */
  list(filter: ContactFilter, page: { readonly limit: number; readonly after?: string }): Promise<Page<ContactRecord>>
  /** Up to 100,000. */
  count(filter: ContactFilter): Promise<number>
}

const MOST_COUNTED = 100_000

export function createContactRepository(kysely: Kysely<Tables>): ContactRepository {
  return {
    async find(place) {
      const [contact] = await readContacts(kysely, { where: whereOf(place), limit: 1 })
      return contact
    },
    async idsAt(place, source) {
      const { rows } = await sql<{ contactId: string; externalId: string | null; isNumber: boolean }>`
        select contact.id as contact_id, external_id, is_number
        from (select id from contact where ${whereOf(place)} order by ${latestFirst} limit 1) as contact
        left join contact_external_id as known on known.contact_id = contact.id and known.source = ${source}
        order by unseen_since is not null, external_id`.execute(kysely)
      const ids = rows.flatMap(({ externalId, isNumber }) => (externalId === null ? [] : [{ externalId, isNumber }]))
      return rows[0] === undefined ? undefined : { contactId: rows[0].contactId, ids }
    },
    async list(filter, { limit, after }) {
      const conditions = conditionsOf(filter)
      if (after !== undefined) {
        const { time, id } = timeCursor(after)
        conditions.push(sql`(last_at, id) < (${time}, ${id}::uuid)`)
      }
      const rows = await readContacts(kysely, { where: allOf(conditions), limit: limit + 1 })
      return toPage(rows, limit, ({ id, place }) => timeCursorText({ time: place, id }))
    },
    async count(filter) {
      const { rows } = await sql<{ readonly count: number }>`
        select count(*)::int as count
        from (select from contact where ${allOf(conditionsOf(filter))} limit ${MOST_COUNTED}) as counted`.execute(
        kysely,
      )
      return rows[0]?.count ?? 0
    },
  }
}

/** A contact with its place in the order of lists. */
interface Placed extends ContactRecord {
  readonly place: Date
}

interface Row extends FieldColumns {
  readonly id: string
  readonly createdAt: Date
  readonly modifiedAt: Date
  readonly place: Date
  readonly lastAt: Date | null
  readonly points: readonly PointRecord[]
  readonly externalIds: readonly ExternalIdRecord[]
}

/** In the order of ids, for a walk through all. @param after id of the last one of before */
export function readAfter(kysely: Kysely<Tables>, after: string | undefined, limit: number): Promise<ContactRecord[]> {
  const where = after === undefined ? isNoTest : sql`id > ${after}::uuid and ${isNoTest}`
  return readContacts(kysely, { where, limit, order: sql`id` })
}

const latestFirst = sql`last_at desc, id desc`

/** Within a transaction as well, so that what it has changed is read. */
export async function readContacts(
  kysely: Kysely<Tables>,
  {
    where,
    limit,
    order = latestFirst,
  }: { readonly where: RawBuilder<unknown>; readonly limit: number; readonly order?: RawBuilder<unknown> },
): Promise<Placed[]> {
  const { rows } = await sql<Row>`
    select contact.id, name, language, time_zone, fields, created_at, modified_at, last_at as place, (
        select max(last_message_at) from contact_point as point
        join conversation on conversation.contact_point_id = point.id
        where point.contact_id = contact.id and not starts_with(conversation.account_id, ${TEST_ACCOUNTS})
      ) as last_at,
      ${pointsOfContact} as points,
      coalesce((
        select json_agg(json_build_object(
          'source', source, 'externalId', external_id, 'url', url, 'unseenSince', unseen_since,
          'isNumber', is_number, 'accountName', account.name) order by source)
        from contact_external_id as known
        left join account on account.id = (case when source ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
          then source end)::uuid
        where known.contact_id = contact.id), '[]') as external_ids
    from (
      select contact.*, row_number() over (order by ${order}) as rank
      from (select * from contact where ${where} order by ${order} limit ${limit}) as contact
    ) as contact
    order by rank`.execute(kysely)
  return rows.map(({ name, language, timeZone, fields, ...row }) => ({
    ...row,
    name,
    fields: fieldsOf({ name, language, timeZone, fields }),
  }))
}

const pointsOfContact = sql`coalesce((
  select json_agg(json_build_object(
      'id', point.id, 'channel', point.channel, 'accountId', point.account_id, 'value', point.value,
      'consent', coalesce(everywhere.state, 'none'), 'consentAt', everywhere.since,
      'optedOutOf', coalesce((
        select json_agg(place.address order by place.address) from consent as place
        where place.contact_point_id = point.id and place.address <> '' and place.state = 'out'), '[]')
    ) order by point.created_at, point.id)
  from contact_point as point
  left join consent as everywhere on everywhere.contact_point_id = point.id and everywhere.address = ''
  where point.contact_id = contact.id), '[]')`

/** The condition on `contact` that a place is. */
export function whereOf(place: ContactPlace): RawBuilder<unknown> {
  if ('id' in place) return sql`id = ${place.id}::uuid`
  if ('pointId' in place) {
    return sql`id = (select contact_id from contact_point where id = ${place.pointId}::uuid)`
  }
  if ('source' in place) {
    return sql`id = (select contact_id from contact_external_id
      where source = ${place.source} and external_id = ${place.externalId})`
  }
  const { field, value } = place
  if (field === 'name') return sql`name = ${value}::text and name <> '' and ${isNoTest}`
  if (field === 'language') return sql`language = ${value}::text and ${isNoTest}`
  if (field === 'time_zone') return sql`time_zone = ${value}::text and ${isNoTest}`
  return sql`fields @> ${jsonText({ [field]: value })}::jsonb and ${isNoTest}`
}

const isNoTest = sql`not exists (
  select from contact_point as tested
  where tested.contact_id = contact.id and starts_with(tested.account_id, ${TEST_ACCOUNTS}))`

function conditionsOf({ search, channel, consent, language, since }: ContactFilter): RawBuilder<unknown>[] {
  const conditions: RawBuilder<unknown>[] = [isNoTest]
  const query = search === undefined ? undefined : contactQuery(search)
  if (query !== undefined) conditions.push(sql`search @@ ${query}::tsquery`)
  if (channel !== undefined) {
    conditions.push(sql`exists (
      select from contact_point as point where point.contact_id = contact.id and point.channel = ${channel})`)
  }
  if (consent !== undefined) {
    const isOut = sql`exists (
      select from contact_point as point join consent on consent.contact_point_id = point.id
      where point.contact_id = contact.id and consent.state = 'out')`
    conditions.push(consent === 'out' ? isOut : sql`not ${isOut}`)
  }
  if (language !== undefined) conditions.push(sql`(language = ${language} or starts_with(language, ${`${language}-`}))`)
  if (since !== undefined) {
    conditions.push(sql`last_at >= date_trunc('minute', ${since}::timestamptz) and exists (
      select from contact_point as point join conversation on conversation.contact_point_id = point.id
      where point.contact_id = contact.id and conversation.last_message_at >= ${since})`)
  }
  return conditions
}

function allOf(conditions: readonly RawBuilder<unknown>[]): RawBuilder<unknown> {
  return sql.join(
    conditions.map((condition) => sql`(${condition})`),
    sql` and `,
  )
}
