import { type Kysely, sql } from 'kysely'
import type { Tables } from '../schema/tables.ts'

/** Leases for work that only one process does at a time. All times are those of the database. */
export interface LeaseRepository {
  /**
   * Returns true when no other process has the lease. It then stays with this one for `seconds` unless it is released.
   */
  take(name: string, seconds: number): Promise<boolean>
  giveBack(name: string): Promise<void>
}

export function createLeaseRepository(kysely: Kysely<Tables>, holder: string): LeaseRepository {
  return {
    async take(name, seconds) {
      const { rows } = await sql`
        insert into lease as held (name, holder, expires_at)
        values (${name}, ${holder}, now() + make_interval(secs => ${seconds}))
        on conflict (name) do update set holder = excluded.holder, expires_at = excluded.expires_at
        where held.expires_at <= now() or held.holder = excluded.holder
        returning name`.execute(kysely)
      return rows.length > 0
    },
    async giveBack(name) {
      await kysely.deleteFrom('lease').where('name', '=', name).where('holder', '=', holder).execute()
    },
  }
}
