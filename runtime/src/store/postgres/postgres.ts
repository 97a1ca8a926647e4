import pg from 'pg'
import { planSettings } from '../runs/prepared-statement.ts'
import { columnParser } from './column-parsers.ts'

const OLDEST_VERSION = 15
const MAX_CONNECTIONS = 10
const CONNECT_TIMEOUT_MS = 10_000
const IDLE_TRANSACTION_MS = 10_000
/**
 * Lifetime of the connection for prepared statements. Statements are prepared per day, and a new connection does not
 * keep those of past days.
 */
const DAY_SECONDS = 86_400

/** Connections to a Postgres that can store our data. */
export interface PostgresPools {
  readonly general: pg.Pool
  /**
   * A single connection for prepared statements, on which they are planned once: by default Postgres plans the
   * statements of the run writer anew each time. No slow statement can block it.
   */
  readonly prepared: pg.Pool
  close(): Promise<void>
}

export async function openPostgresPools(databaseUrl: string): Promise<PostgresPools> {
  const general = createPool({ connectionString: databaseUrl, max: MAX_CONNECTIONS })
  const prepared = createPool({
    connectionString: databaseUrl,
    max: 1,
    maxLifetimeSeconds: DAY_SECONDS,
    onConnect: planOnce,
  })
  const close = async () => {
    await Promise.all([general.end(), prepared.end()])
  }
  try {
    await checkServer(general)
  } catch (error) {
    await close()
    throw error
  }
  return { general, prepared, close }
}

function createPool(config: pg.PoolConfig): pg.Pool {
  const pool = new pg.Pool({
    ...config,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
    application_name: 'patchbay',
    // A process that is frozen in a transaction must not keep its locks.
    idle_in_transaction_session_timeout: IDLE_TRANSACTION_MS,
    types: { getTypeParser },
  })
  // Without a listener a dropped connection ends the process. A caller that waits for a reply gets the error anyway.
  pool.on('error', ignore)
  pool.on('connect', (client) => client.on('error', ignore))
  return pool
}

async function planOnce(client: pg.ClientBase): Promise<void> {
  const settings = Object.entries(planSettings).map(([name, value]) => `set ${name} = ${value}`)
  await client.query(settings.join('; '))
}

async function checkServer(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query<{ version: string; encoding: string }>(
    "select current_setting('server_version_num') as version, current_setting('server_encoding') as encoding",
  )
  const version = Math.floor(Number(rows[0]?.version) / 10_000)
  if (version < OLDEST_VERSION) {
    throw new Error(`PATCHBAY_DATABASE_URL points to Postgres ${version}. Use version ${OLDEST_VERSION} or newer.`)
  }
  if (rows[0]?.encoding !== 'UTF8') {
    throw new Error('The database of PATCHBAY_DATABASE_URL must be created with the encoding UTF8.')
  }
}

const getTypeParser: typeof pg.types.getTypeParser = (oid: number, format?: 'text' | 'binary') =>
  (format === 'binary' ? undefined : columnParser(oid)) ?? pg.types.getTypeParser(oid, format)

function ignore(): void {}
