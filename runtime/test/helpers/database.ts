import { existsSync } from 'node:fs'
import { cp, mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { inject } from 'vitest'
import { type Database, type DatabaseOptions, openDatabase } from '../../src/store/database.ts'
import { createPgliteFiles } from '../../src/store/pglite/client.ts'
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

export async function createDatabasePlace(kind: DatabaseKind = databaseKind): Promise<DatabasePlace> {
  return kind === 'postgres' ? postgresPlace() : pglitePlace()
}

async function postgresPlace(): Promise<DatabasePlace> {
  const { server, done } = await findServer()
  const databaseUrl = await server.createDatabase()
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
  const { path: dataDir, remove } = await createDataDir()
  return { kind: 'pglite', options: { dataDir }, remove }
}

/**
 * A data directory with an empty embedded database. Making its files takes seconds, copying them does not.
 */
export async function createDataDir(): Promise<{ readonly path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'patchbay-data-'))
  await cp(await templateFiles(), join(path, 'database'), { recursive: true })
  return { path, remove: () => rm(path, { recursive: true, force: true }) }
}

async function templateFiles(): Promise<string> {
  const cache = fileURLToPath(new URL('../../../node_modules/.cache/patchbay/', import.meta.url))
  const template = join(cache, `pglite-${await pgliteVersion()}`)
  if (existsSync(template)) return template
  await mkdir(cache, { recursive: true })
  const draft = await mkdtemp(`${template}-`)
  await createPgliteFiles(draft)
  // Another test file may have been faster; its template is as good.
  await rename(draft, template).catch(() => rm(draft, { recursive: true, force: true }))
  return template
}

async function pgliteVersion(): Promise<string> {
  const entry = createRequire(import.meta.url).resolve('@electric-sql/pglite')
  const manifest: unknown = JSON.parse(await readFile(join(entry, '../../package.json'), 'utf8'))
  if (typeof manifest === 'object' && manifest !== null && 'version' in manifest) return String(manifest.version)
  throw new Error('The version of PGlite is not known.')
}
