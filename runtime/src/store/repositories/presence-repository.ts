import { type Kysely, sql } from 'kysely'
import type { Tables } from '../schema/tables.ts'

/** A page that has a flow open. */
export interface PresenceRecord {
  readonly session: string
  readonly owner: string
  readonly name: string
  readonly isEditing: boolean
}

/** Who has which flow open. Counted by the clock of the database, which is the same for all nodes. */
export interface PresenceRepository {
  /** The page counts as here for so long. True when others have to hear of it: it is new or was another. */
  enter(flowId: string, page: PresenceRecord, seconds: number): Promise<boolean>
  /** True when it was here. */
  leave(flowId: string, page: { readonly session: string; readonly owner: string }): Promise<boolean>
  /** In the order of names. */
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
      const before = (await list(flowId)).find((page) => page.session === session)
      // A session belongs to whoever brought it: nobody speaks for the page of somebody else.
      if (before !== undefined && before.owner !== owner) return false
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
