import type { TestProject } from 'vitest/node'
import { startPostgresServer } from './postgres-server.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** A Postgres server for the whole project; absent where no setup ran. */
    postgresUrl: string
  }
}

/** Starts one Postgres for all files of a vitest project, or uses the one that the environment names. */
export async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const given = process.env.PATCHBAY_TEST_DATABASE_URL
  if (given !== undefined) {
    project.provide('postgresUrl', given)
    return undefined
  }
  const server = await startPostgresServer()
  project.provide('postgresUrl', server.url)
  return () => server.stop()
}
