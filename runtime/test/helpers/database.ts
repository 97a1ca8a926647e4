import { inject } from 'vitest'
import { type Database, type DatabaseOptions, openDatabase } from '../../src/store/database.ts'
import { createDataDir } from './data-dir.ts'
import { keepDatabaseProgram } from './keep-database-program.ts'
import { type OwnPostgresServer, type PostgresServer, postgresServer, startPostgresServer } from './postgres-server.ts'

export type DatabaseKind = Database['kind']

/** The database this run of the suites is about: Postgres with `DB=postgres`, else the embedded one. */
export const databaseKind: DatabaseKind = process.env.DB === 'postgres' ? 'postgres' : 'pglite'

/** A place for a database of its own, which may be opened, closed and opened again. */
export interface DatabasePlace {
  readonly kind: DatabaseKind
  readonly options: DatabaseOptions
  /** Takes it away; close the database first. */
  remove(): Promise<void>
}

/** A fresh, migrated database; closing it takes it away. */
export async function openTestDatabase(kind: DatabaseKind = databaseKind): Promise<Database> {
  const place = await createDatabasePlace(kind)
  const database = await openDatabase(place.options)
  return {
    ...database,
    async close() {
      await database.close()
      await place.remove()
    },
  }
}

/** The same database with every record going straight to the tables, as on Postgres. */
export function withoutJournal({ journal: _journal, ...database }: Database): Database {
  return database
}

export async function createDatabasePlace(kind: DatabaseKind = databaseKind): Promise<DatabasePlace> {
  return kind === 'postgres' ? postgresPlace(inject('postgresTemplate')) : pglitePlace()
}

/** A database on Postgres without any tables: whoever opens it makes them. */
export function createEmptyPostgres(): Promise<DatabasePlace> {
  return postgresPlace(undefined)
}

async function postgresPlace(template: string | undefined): Promise<DatabasePlace> {
  const { server, done } = await findServer()
  const databaseUrl = await server.createDatabase(template)
  return {
    kind: 'postgres',
    options: { databaseUrl },
    async remove() {
      await server.dropDatabase(databaseUrl)
      await done()
    },
  }
}

let ownServer: Promise<OwnPostgresServer> | undefined
let usersOfOwnServer = 0

/** The server of the vitest project; without one, one of this file's own that ends with its last user. */
async function findServer(): Promise<{ server: PostgresServer; done: () => Promise<void> }> {
  const url = inject('postgresUrl') as string | undefined // undefined where the project has no setup
  if (url !== undefined) return { server: postgresServer(url), done: () => Promise.resolve() }
  usersOfOwnServer += 1
  ownServer ??= startPostgresServer()
  const server = await ownServer
  return {
    server,
    async done() {
      usersOfOwnServer -= 1
      if (usersOfOwnServer > 0) return
      ownServer = undefined
      await server.stop()
    },
  }
}

async function pglitePlace(): Promise<DatabasePlace> {
  await keepDatabaseProgram()
  const { path: dataDir, remove } = await createDataDir()
  return { kind: 'pglite', options: { dataDir }, remove }
}
