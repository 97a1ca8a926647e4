import type { Kysely } from 'kysely'
import type { Database } from './database.ts'

/** The database as one integration sees it: its own tables. */
export function ownTables<Own>({ kysely }: Pick<Database, 'kysely'>): Kysely<Own> {
  // The tables are there by the migrations; which of them are in sight is all that the cast changes.
  return kysely as unknown as Kysely<Own>
}
