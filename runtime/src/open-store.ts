import type { Config } from './platform/config/config.ts'
import { StartError } from './platform/config/start-error.ts'
import type { During } from './platform/start-times.ts'
import { beginDatabase, type Database } from './store/database.ts'

/**
 * Opens the database that the settings name.
 * @throws StartError for a Postgres that cannot be used, and like `openDatabase`
 */
export async function openStore(config: Config): Promise<Database> {
  return (await beginStore(config)).opened
}

/** Like `openStore`, in the two steps of `beginDatabase`. */
export async function beginStore(
  { databaseUrl, dataDir }: Config,
  during?: During,
): Promise<{ readonly opened: Promise<Database> }> {
  if (databaseUrl === undefined) return beginDatabase({ dataDir }, during)
  const { opened } = await beginDatabase({ databaseUrl }, during).catch(refuse)
  return { opened: opened.catch(refuse) }
}

function refuse(cause: unknown): never {
  throw new StartError(`The database of PATCHBAY_DATABASE_URL cannot be used: ${reasonOf(cause)}`, { cause })
}

function reasonOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown)
  // A name with several addresses fails with one error per address and no message of its own.
  const own = thrown instanceof AggregateError ? thrown.errors.map(reasonOf).join(', ') : thrown.message
  return thrown.cause === undefined ? own : `${own} (${reasonOf(thrown.cause)})`
}
