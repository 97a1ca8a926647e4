import type { AccountEvent, AccountEvents } from '@patchbay/shared/api'
import { type Kysely, sql } from 'kysely'
import { jsonText } from '../json-text.ts'
import type { Tables } from '../schema/tables.ts'

/** How many events of an account are kept, of those that its service sent and of those that were refused. */
export const MOST_EVENTS = 50

/** The last calls of each account's service, from all processes. */
export interface CallbackLogRepository {
  /** Adds what has come since the last time. Does nothing for an account that is gone. */
  add(accountId: string, since: AccountEvents): Promise<void>
  of(accountId: string): Promise<AccountEvents>
}

export function createCallbackLogRepository(kysely: Kysely<Tables>): CallbackLogRepository {
  return {
    add: (accountId, since) =>
      kysely.transaction().execute(async (transaction) => {
        await sql`insert into callback_log (account_id) select id from account where id = ${accountId}::uuid
          on conflict do nothing`.execute(transaction)
        const before = await transaction
          .selectFrom('callbackLog')
          .select(['counts', 'items'])
          .where('accountId', '=', accountId)
          // Another process adds to the same row.
          .forUpdate()
          .executeTakeFirst()
        if (before === undefined) return
        const { counts, items } = joinedEvents(before, since)
        await transaction
          .updateTable('callbackLog')
          .set({ counts: jsonText(counts), items: jsonText(items) })
          .where('accountId', '=', accountId)
          .execute()
      }),
    of: async (accountId) =>
      (await kysely
        .selectFrom('callbackLog')
        .select(['counts', 'items'])
        .where('accountId', '=', accountId)
        .executeTakeFirst()) ?? noEvents,
  }
}

export const noEvents: AccountEvents = { counts: { accepted: 0, ignored: 0, refused: 0 }, items: [] }

/** Newest first. Refused ones have room of their own, so that forgeries do not push out what the service sent. */
function joinedEvents(before: AccountEvents, since: AccountEvents): AccountEvents {
  const all = [...since.items, ...before.items].toSorted((one, other) => (one.id < other.id ? 1 : -1))
  const taken = all.filter((event) => !isRefused(event)).slice(0, MOST_EVENTS)
  const refused = all.filter(isRefused).slice(0, MOST_EVENTS)
  const kept = new Set([...taken, ...refused])
  return {
    counts: {
      accepted: before.counts.accepted + since.counts.accepted,
      ignored: before.counts.ignored + since.counts.ignored,
      refused: before.counts.refused + since.counts.refused,
    },
    items: all.filter((event) => kept.has(event)),
  }
}

function isRefused({ verdict }: AccountEvent): boolean {
  return verdict === 'refused'
}
