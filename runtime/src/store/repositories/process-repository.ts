import { type Kysely, sql } from 'kysely'
import { timings } from '../../platform/timings.ts'
import type { Tables } from '../schema/tables.ts'

/** The living processes of an installation. All times are the database's `now()`. */
export interface ProcessRepository {
  register(process: {
    readonly id: string
    readonly host: string
    readonly pid: number
    readonly version: string
  }): Promise<void>
  /** Returns false when the row is gone: other processes may have claimed the runs of this one. */
  beat(id: string): Promise<boolean>
  remove(id: string): Promise<void>
  /** Ids of processes whose heartbeat is recent. */
  alive(): Promise<readonly string[]>
}

export function createProcessRepository(
  kysely: Kysely<Tables>,
  deadAfterMs: number = timings.deadAfterMs,
): ProcessRepository {
  const now = sql<Date>`now()`
  return {
    async register(process) {
      await kysely
        .insertInto('process')
        .values({ ...process, startedAt: now, heartbeatAt: now })
        .execute()
    },
    async beat(id) {
      const row = await kysely
        .updateTable('process')
        .set({ heartbeatAt: now })
        .where('id', '=', id)
        .returning('id')
        .executeTakeFirst()
      return row !== undefined
    },
    async remove(id) {
      await kysely.deleteFrom('process').where('id', '=', id).execute()
    },
    async alive() {
      const rows = await kysely.selectFrom('process').select('id').where(hasRecentHeartbeat(deadAfterMs)).execute()
      return rows.map(({ id }) => id)
    },
  }
}

/** A condition on the table `process`: its last heartbeat is not older than this, by the clock of the database. */
export function hasRecentHeartbeat(deadAfterMs: number) {
  return sql<boolean>`process.heartbeat_at > now() - make_interval(secs => ${sql.lit(deadAfterMs / 1_000)})`
}
