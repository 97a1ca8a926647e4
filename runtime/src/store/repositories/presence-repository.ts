import { type Kysely, sql } from 'kysely'
import type { Tables } from '../schema/tables.ts'

/** A page that has a flow or a conversation open. */
export interface PresenceRecord {
  readonly session: string
  readonly owner: string
  readonly name: string
  readonly isEditing: boolean
}

/** Pages of one owner that count as present in one of them. Further ones are not kept. */
const MOST_PAGES = 20

/** Pages that have a flow or a conversation open, with their users. Times are those of the database, which all nodes share. */
export interface PresenceRepository {
  /**
   * The page counts as present for `seconds`. Returns true when other pages must be told: it is new or has changed. An
   * owner has at most twenty pages there.
   */
  enter(subjectId: string, page: PresenceRecord, seconds: number): Promise<boolean>
  /** Returns true when the page was present. */
  leave(subjectId: string, page: { readonly session: string; readonly owner: string }): Promise<boolean>
  /** Sorted by name. */
  list(subjectId: string): Promise<readonly PresenceRecord[]>
}

export function createPresenceRepository(kysely: Kysely<Tables>): PresenceRepository {
  const list: PresenceRepository['list'] = (subjectId) =>
    kysely
      .selectFrom('presence')
      .select(['session', 'owner', 'name', 'isEditing'])
      .where('subjectId', '=', subjectId)
      .where('hereUntil', '>', sql<Date>`now()`)
      .orderBy('name')
      .orderBy('session')
      .execute()

  return {
    async enter(subjectId, { session, owner, name, isEditing }, seconds) {
      const present = await list(subjectId)
      const before = present.find((page) => page.session === session)
      // A session belongs to the owner that entered it, so no other owner may change its page.
      if (before !== undefined && before.owner !== owner) return false
      if (before === undefined && present.filter((page) => page.owner === owner).length >= MOST_PAGES) return false
      const hereUntil = sql<Date>`now() + make_interval(secs => ${sql.lit(seconds)})`
      await kysely
        .insertInto('presence')
        .values({ subjectId, session, owner, name, isEditing, hereUntil })
        .onConflict((conflict) =>
          conflict.columns(['subjectId', 'session']).doUpdateSet({ owner, name, isEditing, hereUntil }),
        )
        .execute()
      return before?.isEditing !== isEditing || before.name !== name
    },
    async leave(subjectId, { session, owner }) {
      const { numDeletedRows } = await kysely
        .deleteFrom('presence')
        .where('subjectId', '=', subjectId)
        .where('session', '=', session)
        .where('owner', '=', owner)
        .executeTakeFirst()
      return numDeletedRows > 0n
    },
    list,
  }
}
