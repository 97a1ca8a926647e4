import { sql } from 'kysely'
import { type DatabaseOptions, openDatabase } from '../../src/store/database.ts'
import { undo } from './undone-migrations.ts'

/** Takes the newest migrations back, so that the next start makes them again. Returns where it may be killed. */
export async function undoMigration(options: DatabaseOptions): Promise<readonly string[]> {
  const database = await openDatabase(options)
  try {
    const { rows } = await sql<{ name: string }>`
      select name from kysely_migration order by name desc limit ${undo.length}`.execute(database.kysely)
    const missing = rows.map(({ name }) => name).find((name, index) => name !== undo[index]?.name)
    if (missing !== undefined) throw new Error(`undone-migrations.ts does not say how ${missing} is taken back.`)
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
