import type { AccountEvents, TroubledAccount } from '@patchbay/shared/api'
import { DAY_MS, MINUTE_MS } from '@patchbay/shared/time'
import { type Kysely, sql } from 'kysely'
import type { Tables } from '../schema/tables.ts'
import { lowestId } from '../uuid.ts'

/** Accounts that somebody has to look at. */
export interface AccountTroubles {
  /** By name; at most a few, as the first page shows no more. */
  list(now: Date): Promise<readonly TroubledAccount[]>
}

const MOST_TROUBLED = 10
/** So many failures in a row are no accident. */
const IN_A_ROW = 5
/** Of messages of both directions, the newest first: a bound where most of them came in. */
const MOST_LOOKED_AT = 200
const LEAST_SILENCE_MS = 10 * MINUTE_MS

export function createAccountTroubles(kysely: Kysely<Tables>): AccountTroubles {
  /** Accounts without a token, with a mark, or whose last messages of this day have all failed on the way to the contact. */
  async function failing(now: Date): Promise<readonly TroubledAccount[]> {
    const { rows } = await sql<TroubledAccount>`
      select account.id, account.name, case
        when token.state is not null then token.state
        when account.attention is not null then 'marked'
        else 'undelivered' end as state
      from account
      left join account_token as token
        on token.account_id = account.id and token.state in ('failing', 'refused', 'withdrawn')
      cross join lateral (
        select count(*) = ${sql.lit(IN_A_ROW)} and bool_and(status = 'undelivered') as are_lost from (
          select status from (
            select id, status, direction from message
            where account_id = account.id::text and id >= ${lowestId(new Date(now.getTime() - DAY_MS))}::uuid
            order by id desc limit ${sql.lit(MOST_LOOKED_AT)}
          ) as latest
          where direction = 'out' order by id desc limit ${sql.lit(IN_A_ROW)}
        ) as sent
      ) as sent
      where token.state is not null or account.attention is not null or sent.are_lost
      order by account.name, account.id limit ${sql.lit(MOST_TROUBLED)}`.execute(kysely)
    return rows
  }

  async function refusing(now: Date): Promise<readonly TroubledAccount[]> {
    const rows = await kysely
      .selectFrom('callbackLog')
      .innerJoin('account', 'account.id', 'callbackLog.accountId')
      .select(['account.id', 'account.name', 'items'])
      .where(sql<boolean>`counts ->> 'refused' <> '0'`)
      .execute()
    return rows
      .filter(({ items }) => areRefused(items, now))
      .map(({ id, name }) => ({ id, name, state: 'calls-refused' }))
  }

  return {
    async list(now) {
      const [failed, refused] = [await failing(now), await refusing(now)]
      const known = new Set(failed.map(({ id }) => id))
      return [...failed, ...refused.filter(({ id }) => !known.has(id))]
        .toSorted((one, other) => one.name.localeCompare(other.name))
        .slice(0, MOST_TROUBLED)
    },
  }
}

/**
 * Whether a service calls in vain: its last calls were refused, several of them on this day, and for ten minutes none was
 * taken. A forgery among calls that are taken changes nothing. @param events newest first
 */
function areRefused(events: AccountEvents['items'], now: Date): boolean {
  const lastTaken = events.findIndex(({ verdict }) => verdict !== 'refused')
  const refused = lastTaken === -1 ? events : events.slice(0, lastTaken)
  const taken = events[lastTaken]
  const ageOf = ({ at }: { readonly at: string }) => now.getTime() - Date.parse(at)
  return (
    refused.filter((event) => ageOf(event) < DAY_MS).length >= IN_A_ROW &&
    (taken === undefined || ageOf(taken) >= LEAST_SILENCE_MS)
  )
}
