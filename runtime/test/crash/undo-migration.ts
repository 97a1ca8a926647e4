import { sql } from 'kysely'
import { type DatabaseOptions, openDatabase } from '../../src/store/database.ts'

/** How the newest migration is taken back, and a part of each statement at which a process may be killed. */
const undo: Readonly<Record<string, { readonly statements: readonly string[]; readonly places: readonly string[] }>> = {
  '0009-addresses': {
    statements: [
      'alter table run drop column channel',
      'drop type run_accept_2',
      'alter table message drop column provider_id',
    ],
    places: [
      'alter table run add',
      'create type run_accept_2',
      'alter table message add',
      'create unique index message_',
    ],
  },
}

/** Takes the newest migration back, so that the next start makes it again. Answers where to kill it. */
export async function undoMigration(options: DatabaseOptions): Promise<readonly string[]> {
  const database = await openDatabase(options)
  try {
    const { rows } = await sql<{ name: string }>`
      select name from kysely_migration order by name desc limit 1`.execute(database.kysely)
    const name = rows[0]?.name ?? ''
    const newest = undo[name]
    if (newest === undefined) throw new Error(`undo-migration.ts does not say how the migration ${name} is taken back.`)
    await database.kysely.transaction().execute(async (transaction) => {
      for (const statement of newest.statements) await sql.raw(statement).execute(transaction)
      await sql`delete from kysely_migration where name = ${name}`.execute(transaction)
    })
    return newest.places
  } finally {
    await database.close()
  }
}
