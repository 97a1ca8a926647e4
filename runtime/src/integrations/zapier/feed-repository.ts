import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { ZapierTables } from './tables.ts'

export interface NewFeedItem {
  readonly accountId: string
  /** Unique in the feed. A second item with the same id is not added. */
  readonly id: string
  readonly event: string
  /** JSON text, sent unchanged in the answers to polls. */
  readonly item: string
  readonly at: Date
}

/** The window of items that a poll gets: the newest ones, and all recent ones up to a bound. */
export interface WindowRule {
  readonly newest: number
  readonly recentMs: number
  readonly most: number
  readonly mostBytes: number
}

/** The bounds of one stored feed. */
export interface FeedBounds {
  readonly mostItems: number
  readonly mostBytes: number
  readonly keptMs: number
}

export interface FeedQuery {
  readonly accountId: string
  readonly now: Date
  readonly rule: WindowRule
  /** Items of this event only. */
  readonly event?: string
}

export interface FeedState {
  readonly stored: number
  /** How many items the next poll will read for the first time. */
  readonly unread: number
  /** How many items left the window before any poll read them. */
  readonly missed: number
  readonly polledAt: Date | null
  readonly newest: readonly {
    readonly id: string
    readonly event: string
    readonly at: Date
    readonly isRead: boolean
  }[]
}

export interface ZapierFeedRepository {
  /**
   * Adds an item at the end of its feed, once. The lock on the feed's row is held until the commit, so positions have
   * no gaps and follow the order in which items become visible: no item appears behind one that was read. Runs in a
   * transaction when given one.
   */
  append(item: NewFeedItem, on?: Kysely<ZapierTables>): Promise<'added' | 'known' | 'no-account'>
  /** Records the poll and returns the JSON array of its window, newest first. */
  poll(query: FeedQuery): Promise<string>
  state(query: FeedQuery): Promise<FeedState>
  lastPoll(accountId: string): Promise<Date | null>
  /** Ids of all accounts, including deleted ones, that have items. */
  owners(): Promise<readonly string[]>
  /** Deletes the items beyond the bounds, oldest first, and all items of a deleted account. Returns how many. */
  deleteOld(options: { accountId: string; bounds: FeedBounds; now: Date; limit: number }): Promise<number>
}

export function createZapierFeedRepository(kysely: Kysely<ZapierTables>): ZapierFeedRepository {
  return {
    async append(item, on = kysely) {
      if (await tryAppend(item, on)) return 'added'
      // The item exists already, or the feed did not. In that case another call that created it at the same time counts
      // too.
      await sql`
        insert into zapier_feed (account_id) select id from account where id = ${item.accountId}
        on conflict do nothing`.execute(on)
      if (await tryAppend(item, on)) return 'added'
      const known = await on
        .selectFrom('zapierItem')
        .select('seq')
        .where('accountId', '=', item.accountId)
        .where('id', '=', item.id)
        .executeTakeFirst()
      return known === undefined ? 'no-account' : 'known'
    },

    async poll(query) {
      const { accountId, now } = query
      // A feed's clock never goes back, so an item that has aged out of the window does not return.
      const noted = await sql<{ polledAt: Date }>`
        insert into zapier_feed (account_id, polled_at) values (${accountId}, ${now})
        on conflict (account_id) do update set polled_at = greatest(zapier_feed.polled_at, excluded.polled_at)
        returning polled_at`.execute(kysely)
      const { rows } = await sql<{ items: string | null; unread: string | null }>`
        select string_agg(item, ',' order by seq desc) as items,
          string_agg(seq::text, ',') filter (where not is_read) as unread
        from (${windowOf({ ...query, now: noted.rows[0]?.polledAt ?? now })}) in_window`.execute(kysely)
      const { items, unread } = rows[0] ?? { items: null, unread: null }
      if (unread !== null) await markRead(kysely, accountId, unread)
      return `[${items ?? ''}]`
    },

    async state(query) {
      const { accountId } = query
      const feed = await kysely
        .selectFrom('zapierFeed')
        .selectAll()
        .where('accountId', '=', accountId)
        .executeTakeFirst()
      if (feed === undefined) return { stored: 0, unread: 0, missed: 0, polledAt: null, newest: [] }
      const counts = await countItems(kysely, query)
      const newest = await kysely
        .selectFrom('zapierItem')
        .select(['id', 'event', 'at', 'isRead'])
        .where('accountId', '=', accountId)
        .orderBy('seq', 'desc')
        .limit(5)
        .execute()
      const stored = counts.oldest === null ? 0 : feed.lastSeq - counts.oldest + 1
      const { polledAt } = feed
      return { stored, unread: counts.inside, missed: feed.missed + counts.outside, polledAt, newest }
    },

    async lastPoll(accountId) {
      const feed = await kysely
        .selectFrom('zapierFeed')
        .select('polledAt')
        .where('accountId', '=', accountId)
        .executeTakeFirst()
      return feed?.polledAt ?? null
    },

    async owners() {
      // Jumps from each account to the next, without reading the items between.
      const { rows } = await sql<{ accountId: string }>`
        with recursive owner as (
          select min_owner.account_id from (select account_id from zapier_item order by account_id limit 1) min_owner
          union all
          select (select account_id from zapier_item item where item.account_id > owner.account_id
            order by account_id limit 1)
          from owner where account_id is not null
        ) select account_id from owner where account_id is not null`.execute(kysely)
      return rows.map(({ accountId }) => accountId)
    },

    async deleteOld({ accountId, bounds, now, limit }) {
      // Positions, times and bytes all grow together, so the items beyond a bound are the beginning of the feed.
      const { rows } = await sql<{ count: number }>`
        with head as (
          select seq, at, end_byte from zapier_item where account_id = ${accountId} order by seq limit ${limit}
        ), edge as (
          select max(head.seq) as seq from head left join zapier_feed feed on feed.account_id = ${accountId}
          where feed.account_id is null
            or head.seq <= feed.last_seq - ${bounds.mostItems}
            or head.end_byte <= feed.total_bytes - ${bounds.mostBytes}
            or head.at < ${new Date(now.getTime() - bounds.keptMs)}
        ), gone as (
          delete from zapier_item where account_id = ${accountId} and seq <= (select seq from edge) returning is_read
        ), counted as (
          select count(*) as total, count(*) filter (where not is_read) as unread from gone
        ), noted as (
          update zapier_feed set missed = missed + counted.unread from counted
          where account_id = ${accountId} and counted.unread > 0
        )
        select total as count from counted`.execute(kysely)
      return rows[0]?.count ?? 0
    },
  }
}

async function tryAppend({ accountId, id, event, item, at }: NewFeedItem, on: Kysely<ZapierTables>): Promise<boolean> {
  const { rows } = await sql`
    with feed as (
      select last_seq, last_at, total_bytes from zapier_feed where account_id = ${accountId} for update
    ), added as (
      insert into zapier_item (account_id, seq, id, event, item, at, end_byte)
      select ${accountId}::uuid, last_seq + 1, ${id}::text, ${event}::text, ${item}::text,
        greatest(last_at, ${at}::timestamptz), total_bytes + octet_length(${item}::text)
      from feed
      on conflict (account_id, id) do nothing
      returning seq, at, end_byte
    )
    update zapier_feed set last_seq = added.seq, last_at = added.at, total_bytes = added.end_byte
    from added where account_id = ${accountId}
    returning last_seq`.execute(on)
  return rows.length > 0
}

/**
 * The items of the window. Reads no more rows than the window can hold, however long the feed is: `newest` rows when
 * the last of these is old, else `most`.
 */
function windowOf({ accountId, event, now, rule }: FeedQuery): RawBuilder<unknown> {
  const since = new Date(now.getTime() - rule.recentMs)
  const ofEvent = event === undefined ? sql`` : sql`and event = ${event}`
  const mine = sql`from zapier_item where account_id = ${accountId} ${ofEvent} order by seq desc`
  return sql`
    select seq, item, is_read from (
      select seq, item, is_read, at, row_number() over (order by seq desc) as place,
        sum(octet_length(item)) over (order by seq desc) as bytes
      from (
        select seq, item, is_read, at ${mine}
        limit case when (select at ${mine} offset ${rule.newest - 1} limit 1) >= ${since}
          then ${rule.most}::bigint else ${rule.newest}::bigint end
      ) newest
    ) placed
    where (place <= ${rule.newest} or at >= ${since}) and bytes <= ${rule.mostBytes}`
}

async function markRead(kysely: Kysely<ZapierTables>, accountId: string, places: string): Promise<void> {
  await kysely
    .updateTable('zapierItem')
    .set({ isRead: true })
    .where('accountId', '=', accountId)
    .where(sql<boolean>`seq = any(${`{${places}}`}::bigint[])`)
    .execute()
}

/** How many items no poll has read, inside and outside the window, and the position of the oldest item. */
async function countItems(kysely: Kysely<ZapierTables>, query: FeedQuery) {
  const { rows } = await sql<{ inside: number; outside: number; oldest: number | null }>`
    with edge as (select coalesce(min(seq), 0) as seq from (${windowOf(query)}) in_window)
    select count(*) filter (where item.seq >= edge.seq) as inside,
      count(*) filter (where item.seq < edge.seq) as outside,
      (select seq from zapier_item where account_id = ${query.accountId} order by seq limit 1) as oldest
    from edge left join zapier_item item on item.account_id = ${query.accountId} and not item.is_read`.execute(kysely)
  return rows[0] ?? { inside: 0, outside: 0, oldest: null }
}
