import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Tables } from '../schema/tables.ts'
import { lowestId, timeOfId } from '../uuid.ts'
import { HELD_TOO_LONG } from './held-runs.ts'

/** Dead letters of a flow. The ids and times are those of the runs that ended without having started. */
export interface DeadLetterRange {
  readonly flowId: string
  /** Accepted at this time or later. */
  readonly from?: Date
  /** Accepted before this time. */
  readonly to?: Date
  readonly first?: string
  readonly last?: string
}

export interface DeadLetterCount {
  readonly count: number
  /** When the oldest was accepted. Null when there is none. */
  readonly firstAt: Date | null
  readonly lastAt: Date | null
}

/** Held events that ended because nobody resumed their flow in time, and that nobody has done again. */
export interface DeadLetterRepository {
  count(range: DeadLetterRange): Promise<DeadLetterCount>
  /** Ids of the next ones, oldest first. `after` is the last id of the page before. */
  ids(range: DeadLetterRange, page: { readonly after?: string; readonly limit: number }): Promise<readonly string[]>
}

export function createDeadLetterRepository(kysely: Kysely<Tables>): DeadLetterRepository {
  return {
    async count(range) {
      const row = await kysely
        .selectFrom('run')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .select([sql<string | null>`min(run.id::text)`.as('first'), sql<string | null>`max(run.id::text)`.as('last')])
        .where(matching(range))
        .executeTakeFirst()
      const timeOf = (id: string | null | undefined) => (id == null ? null : timeOfId(id))
      return { count: Number(row?.count ?? 0), firstAt: timeOf(row?.first), lastAt: timeOf(row?.last) }
    },
    async ids(range, { after, limit }) {
      let query = kysely.selectFrom('run').select('run.id').where(matching(range))
      if (after !== undefined) query = query.where('run.id', '>', after)
      const rows = await query.orderBy('run.id').limit(limit).execute()
      return rows.map(({ id }) => id)
    },
  }
}

function matching({ flowId, from, to, first, last }: DeadLetterRange): RawBuilder<boolean> {
  const conditions = [
    sql`run.flow_id = ${flowId} and run.status = 'cancelled' and run.error->>'code' = ${HELD_TOO_LONG}`,
    sql`not exists (select from run as again where again.replay_of = run.id)`,
    from === undefined ? undefined : sql`run.id >= ${lowestId(from)}`,
    to === undefined ? undefined : sql`run.id < ${lowestId(to)}`,
    first === undefined ? undefined : sql`run.id >= ${first}`,
    last === undefined ? undefined : sql`run.id <= ${last}`,
  ].filter((condition) => condition !== undefined)
  return sql<boolean>`${sql.join(conditions, sql` and `)}`
}
