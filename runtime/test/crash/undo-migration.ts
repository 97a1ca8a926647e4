import { sql } from 'kysely'
import { type DatabaseOptions, openDatabase } from '../../src/store/database.ts'

interface Undo {
  readonly name: string
  readonly statements: readonly string[]
  /** A part of each statement of the migration, at which a process may be killed. */
  readonly places: readonly string[]
}

/** How the migrations of the version that is being made are taken back, the newest first. */
const undo: readonly Undo[] = [
  {
    name: '0011-catalog-counter',
    statements: ["delete from change_counter where name = 'catalog'"],
    places: ['insert into change_counter'],
  },
  {
    name: '0010-secret-places',
    statements: ['alter table secret drop column place'],
    places: ['alter table secret add'],
  },
  {
    name: '0009-addresses',
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
]

/** Takes the newest migrations back, so that the next start makes them again. Returns where it may be killed. */
export async function undoMigration(options: DatabaseOptions): Promise<readonly string[]> {
  const database = await openDatabase(options)
  try {
    const { rows } = await sql<{ name: string }>`
      select name from kysely_migration order by name desc limit ${undo.length}`.execute(database.kysely)
    const missing = rows.map(({ name }) => name).find((name, index) => name !== undo[index]?.name)
    if (missing !== undefined) throw new Error(`undo-migration.ts does not say how ${missing} is taken back.`)
    await database.kysely.transaction().execute(async (transaction) => {
      for (const { name, statements } of undo) {
        for (const statement of statements) await sql.raw(statement).execute(transaction)
        await sql`delete from kysely_migration where name = ${name}`.execute(transaction)
      }
    })
    return undo.flatMap(({ places }) => places)
  } finally {
    await database.close()
  }
}
