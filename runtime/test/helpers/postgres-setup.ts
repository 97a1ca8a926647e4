import type { TestProject } from 'vitest/node'
import { createTables } from '../../src/prepare-image.ts'
import { type OwnPostgresServer, postgresServer, startPostgresServer } from './postgres-server.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** A Postgres server for the whole project; absent where no setup ran. */
    postgresUrl: string
    /** A database there with all tables, for copies; nobody opens it. */
    postgresTemplate: string
  }
}

/**
 * Starts one Postgres for all files of a vitest project, or uses the one that the environment names, and makes the
 * database there that the suites copy: making its tables takes ten times as long.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env.PATCHBAY_TEST_DATABASE_URL
  const server = given === undefined ? await startPostgresServer() : runningServer(given)
  const template = await server.createDatabase()
  await createTables({ databaseUrl: template })
  project.provide('postgresUrl', server.url)
  project.provide('postgresTemplate', template)
  return async () => {
    await server.dropDatabase(template)
    await server.stop()
  }
}

function runningServer(url: string): OwnPostgresServer {
  return { url, ...postgresServer(url), stop: () => Promise.resolve() }
}
