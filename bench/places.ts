import { chmod, mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { openDatabase } from '../runtime/src/store/database.ts'
import { createDataDir } from '../runtime/test/helpers/data-dir.ts'
import { startPostgresServer } from '../runtime/test/helpers/postgres-server.ts'
import { commitTime, pgliteDurability, postgresDurability, walSyncs } from './facts.ts'
import { fillHistory } from './history.ts'
import { type BenchRuntime, startPatchbay } from './patchbay.ts'

/** A database of its own that Patchbay is measured on. */
export interface Place {
  readonly name: string
  /** `profiles`: a folder for the profiles of its processor time. */
  start(service: string, profiles?: string): Promise<BenchRuntime>
  /** Adds finished runs to the history; nothing may be running on the embedded database. */
  fill(runs: number, until: Date): Promise<void>
  /** Heavy work of others on the same data, to be done beside a load. */
  readonly chores: readonly { readonly name: string; work(runtime: BenchRuntime): Promise<void> }[]
  /** Of tables and indexes, without the log. */
  diskBytes(): Promise<number>
  /** Median of a commit in milliseconds, where it can be asked for. */
  readonly commitMs?: () => Promise<number>
  readonly walSyncs?: () => Promise<number>
  /** Asked once nothing runs any more. */
  durability(): Promise<string>
  remove(): Promise<void>
}

const search = {
  name: 'a search through all runs',
  work: async ({ driver }: BenchRuntime) => {
    await driver.runs('?q=nothing-has-this-in-it&limit=50')
  },
}

export async function pglitePlace(): Promise<Place> {
  const place = await createDataDir()
  const database = join(place.path, 'database')
  return {
    name: 'Patchbay on PGlite',
    start: (service, profiles) => startPatchbay({ dataDir: place.path, service, env: profiling(profiles) }),
    fill: (runs, until) => fillHistory({ dataDir: place.path }, runs, until),
    // It has no vacuum of its large tables: days are dropped whole.
    chores: [search, { name: 'a back-up', work: ({ process }) => drain(process.api('POST', '/backup')) }],
    diskBytes: () => sizeOf(join(database, 'base')),
    durability: async () => {
      const { fsync, synchronousCommit } = await pgliteDurability(place.path)
      return `fsync ${fsync}, synchronous_commit ${synchronousCommit}; each group of records is one synced write of the journal`
    },
    remove: () => place.remove(),
  }
}

export async function postgresPlace(): Promise<Place> {
  const server = await startPostgresServer([])
  const dataDir = await mkdtemp(join(tmpdir(), 'patchbay-bench-'))
  await chmod(dataDir, 0o755)
  const databaseUrl = await server.createDatabase()
  const ask = async <Row>(text: string): Promise<Row | undefined> => {
    const database = await openDatabase({ databaseUrl })
    try {
      return (await sql.raw<Row>(text).execute(database.kysely)).rows[0]
    } finally {
      await database.close()
    }
  }
  return {
    name: 'Patchbay on Postgres',
    start: (service, profiles) =>
      startPatchbay({ dataDir, service, env: { PATCHBAY_DATABASE_URL: databaseUrl, ...profiling(profiles) } }),
    fill: (runs, until) => fillHistory({ databaseUrl }, runs, until),
    chores: [
      search,
      { name: 'a vacuum', work: async () => void (await ask('vacuum (analyze) run, run_step')) },
      // What pg_dump asks for; its own version would have to be the server's.
      { name: 'a back-up (copy of both tables)', work: async () => void (await ask(copyAll)) },
    ],
    diskBytes: async () =>
      (await ask<{ size: number }>('select pg_database_size(current_database()) as size'))?.size ?? 0,
    commitMs: () => commitTime(databaseUrl),
    walSyncs: () => walSyncs(databaseUrl),
    durability: async () => {
      const { fsync, synchronousCommit } = await postgresDurability(databaseUrl)
      return `fsync ${fsync}, synchronous_commit ${synchronousCommit}`
    },
    async remove() {
      await server.stop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

const copyAll = "copy (select * from run) to '/dev/null'; copy (select * from run_step) to '/dev/null'"

function profiling(folder: string | undefined): Record<string, string> {
  return folder === undefined ? {} : { NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${folder}` }
}

async function drain(answer: Promise<Response>): Promise<void> {
  const response = await answer
  if (!response.ok) throw new Error(`The back-up answered ${response.status}.`)
  for await (const chunk of response.body ?? []) void chunk
}

async function sizeOf(folder: string): Promise<number> {
  const names = await readdir(folder, { recursive: true })
  const sizes = await Promise.all(names.map(async (name) => (await stat(join(folder, name))).size))
  return sizes.reduce((sum, size) => sum + size, 0)
}
