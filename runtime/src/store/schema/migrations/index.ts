import { type Kysely, sql } from 'kysely'
import { type Migration, type MigrationProvider, Migrator } from 'kysely/migration'
import { start } from './0001-start.ts'
import { signIn } from './0002-sign-in.ts'
import { accounts } from './0003-accounts.ts'
import { waiting } from './0004-waiting.ts'
import { schedules } from './0005-schedules.ts'
import { cluster } from './0006-cluster.ts'
import { workingCopies } from './0007-working-copies.ts'
import { runRecords } from './0008-run-records.ts'

/** In order of their names; a migration that has shipped never changes. */
const migrations: Readonly<Record<string, Migration>> = {
  '0001-start': statements(start),
  '0002-sign-in': statements(signIn),
  '0003-accounts': statements(accounts),
  '0004-waiting': statements(waiting),
  '0005-schedules': statements(schedules),
  '0006-cluster': statements(cluster),
  '0007-working-copies': statements(workingCopies),
  '0008-run-records': statements(runRecords),
}

const provider: MigrationProvider = { getMigrations: () => Promise.resolve({ ...migrations }) }

/**
 * Brings the schema up to date, all or nothing. Kysely's Migrator takes an advisory lock, so several processes
 * may start together.
 */
export async function migrate<Schema>(kysely: Kysely<Schema>): Promise<void> {
  const { error, results } = await new Migrator({ db: kysely, provider }).migrateToLatest()
  if (error === undefined) return
  const failed = results?.find((result) => result.status === 'Error')
  const name = failed === undefined ? '' : ` (${failed.migrationName})`
  throw new Error(`The database schema could not be brought up to date${name}.`, { cause: error })
}

function statements(list: readonly string[]): Migration {
  return {
    async up(kysely) {
      for (const statement of list) await sql.raw(statement).execute(kysely)
    },
  }
}
