import type { Kysely } from 'kysely'
import type { Database } from './database.ts'

/** The database restricted to the tables of one integration. */
export function ownTables<Own>({ kysely }: Pick<Database, 'kysely'>): Kysely<Own> {
  // The migrations have created the tables. The cast changes only which of them are visible.
  return kysely as unknown as Kysely<Own>
}
