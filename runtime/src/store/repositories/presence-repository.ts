import { type Kysely, sql } from 'kysely'
import type { Tables } from '../schema/tables.ts'

/** A page that has a flow open. */
export interface PresenceRecord {
  readonly session: string
  readonly owner: string
  readonly name: string
  readonly isEditing: boolean
}

/** Pages of one owner that count as present in one flow. Further ones are not kept. */
const MOST_PAGES = 20

/** Pages that have a flow open, with their users. Times are those of the database, which all nodes share. */
export interface PresenceRepository {
  /**
   * The page counts as present for `seconds`. Returns true when other pages must be told: it is new or has changed. An
   * owner has at most twenty pages in a flow.
   */
  enter(flowId: string, page: PresenceRecord, seconds: number): Promise<boolean>
  /** Returns true when the page was present. */
  leave(flowId: string, page: { readonly session: string; readonly owner: string }): Promise<boolean>
  /** Sorted by name. */
  list(flowId: string): Promise<readonly PresenceRecord[]>
}

export function createPresenceRepository(kysely: Kysely<Tables>): PresenceRepository {
  const list: PresenceRepository['list'] = (flowId) =>
    kysely
      .selectFrom('presence')
      .select(['session', 'owner', 'name', 'isEditing'])
      .where('flowId', '=', flowId)
      .where('hereUntil', '>', sql<Date>`now()`)
      .orderBy('name')
      .orderBy('session')
      .execute()

  return {
    async enter(flowId, { session, owner, name, isEditing }, seconds) {
      const present = await list(flowId)
      const before = present.find((page) => page.session === session)
      // A session belongs to the owner that entered it, so no other owner may change its page.
      if (before !== undefined && before.owner !== owner) return false
      if (before === undefined && present.filter((page) => page.owner === owner).length >= MOST_PAGES) return false
      const hereUntil = sql<Date>`now() + make_interval(secs => ${sql.lit(seconds)})`
      await kysely
        .insertInto('presence')
        .values({ flowId, session, owner, name, isEditing, hereUntil })
        .onConflict((conflict) =>
          conflict.columns(['flowId', 'session']).doUpdateSet({ owner, name, isEditing, hereUntil }),
        )
        .execute()
      return before?.isEditing !== isEditing || before.name !== name
    },
    async leave(flowId, { session, owner }) {
      const { numDeletedRows } = await kysely
        .deleteFrom('presence')
        .where('flowId', '=', flowId)
        .where('session', '=', session)
        .where('owner', '=', owner)
        .executeTakeFirst()
      return numDeletedRows > 0n
    },
    list,
  }
}
