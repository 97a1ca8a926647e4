import { type Kysely, sql } from 'kysely'
import type { Tables } from '../schema/tables.ts'

/** What one process of all does at a time; every time is the database's. */
export interface LeaseRepository {
  /** True: nobody else has it, and nobody gets it for so many seconds unless it is given back. */
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
