import {
  CamelCasePlugin,
  type ConnectionProvider,
  DefaultQueryExecutor,
  type Dialect,
  type Driver,
  Kysely,
  PostgresDialect,
  PostgresDriver,
} from 'kysely'
import type { QueryResultRow } from 'pg'
import { type During, untimed } from '../platform/start-times.ts'
import { createEventWants, type EventWants } from './events/event-wants.ts'
import type { Journal } from './journal/journal.ts'
import { type JournalPlace, openJournal } from './journal/open-journal.ts'
import { PgliteClient } from './pglite/client.ts'
import { openDataDirectory } from './pglite/data-directory.ts'
import { PgliteDriver } from './pglite/driver.ts'
import { ConnectionGuard } from './postgres/connection-guard.ts'
import { openPostgresPools } from './postgres/postgres.ts'
import type { PreparedStatement, StatementParameter } from './runs/prepared-statement.ts'
import { type RecordEncoders, readRecordEncoders } from './runs/record-encoders.ts'
import { migrate } from './schema/migrations/index.ts'
import { StorableTextPlugin } from './schema/storable-text-plugin.ts'
import type { Tables } from './schema/tables.ts'
import { ensurePartitions } from './upkeep/partitions.ts'

export type DatabaseOptions =
  /** The embedded database in a folder below this one, created when missing. */
  | { readonly dataDir: string }
  /** A Postgres of version 15 or newer, `postgres://…`. */
  | { readonly databaseUrl: string }
  /** An embedded database that is gone when closed. */
  | { readonly memory: true }

export interface Database {
  readonly records: RecordEncoders
  readonly eventWants: EventWants
  readonly kind: 'pglite' | 'postgres'
  /** Folder of the embedded database's files. */
  readonly files?: string
  /** Stores records of runs ahead of the tables. Absent on Postgres and for a database in memory. */
  readonly journal?: Journal
  /**
   * On the embedded database a connection is a turn: a statement waits until the transaction that holds the turn has
   * ended. On both databases a statement fails when it is awaited inside an open transaction without being run on it.
   * Give pg-boss `kysely.withoutPlugins()`: it reads column names as they are.
   */
  readonly kysely: Kysely<Tables>
  /**
   * Runs a statement that is planned once per connection, in a transaction of its own. Column names are not converted.
   */
  prepared<Row>(statement: PreparedStatement, parameters: readonly StatementParameter[]): Promise<Row[]>
  /**
   * @throws Error inside an open transaction: the caller's next statement would wait for the end of that transaction
   */
  assertOutsideTransaction(): void
  /** The listener is called once, when the database is lost for good and the process must end. */
  onFatal(listener: (error: Error) => void): void
  close(): Promise<void>
}

/**
 * Opens the database, brings its schema up to date and creates the partitions of the coming days.
 * @throws DataDirectoryInUseError when another process uses the data directory
 */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  return (await beginDatabase(options)).opened
}

/**
 * As `openDatabase`, in two steps: after the first, the embedded database opens in its thread, and the caller may use
 * this thread for other work.
 */
export async function beginDatabase(
  options: DatabaseOptions,
  during: During = untimed,
): Promise<{ readonly opened: Promise<Database> }> {
  const connected = await connect(options)
  return { opened: bringUp(connected, during) }
}

async function bringUp({ ready, ...database }: Connected, during: During): Promise<Database> {
  try {
    await during('openDatabase', ready)
    const eventWants = createEventWants(database.kysely)
    const records = await during('migrate', async () => {
      await migrate(database.kysely.withoutPlugins())
      await ensurePartitions(database.kysely, new Date())
      await eventWants.refresh()
      return readRecordEncoders(database.kysely.withoutPlugins())
    })
    return await during('journal', () => withJournal({ ...database, records, eventWants }))
  } catch (error) {
    await database.close()
    throw error
  }
}

async function withJournal({
  place,
  ...database
}: Omit<Connected, 'ready'> & Pick<Database, 'records' | 'eventWants'>): Promise<Database> {
  if (place === undefined) return database
  const journal = await openJournal(database, place)
  return {
    ...database,
    journal,
    async close() {
      await journal.close().finally(() => database.close())
    },
  }
}

interface Connected extends Omit<Database, 'records' | 'eventWants' | 'journal'> {
  /** @throws Error when the database cannot be opened */
  ready(): Promise<void>
  /** Of the embedded database in a folder. */
  readonly place?: JournalPlace
}

async function connect(options: DatabaseOptions): Promise<Connected> {
  if ('databaseUrl' in options) return connectPostgres(options.databaseUrl)
  if ('memory' in options) {
    const client = PgliteClient.start(null)
    return embedded(client, new PgliteDriver(client), () => client.close())
  }
  const { client, files, assertHeld, close } = await openDataDirectory(options.dataDir)
  const turns = new PgliteDriver(client)
  return { ...embedded(client, turns, close), files, place: { files, turns, assertHeld } }
}

async function connectPostgres(databaseUrl: string): Promise<Connected> {
  const pools = await openPostgresPools(databaseUrl)
  const driver = new PostgresDriver({ pool: pools.general })
  await driver.init()
  const guard = new ConnectionGuard(driver)
  return {
    kind: 'postgres',
    // Opening the pools has connected to the server already.
    ready: () => Promise.resolve(),
    kysely: createKysely(driver, guard),
    async prepared<Row>({ name, sql: text }: PreparedStatement, parameters: readonly StatementParameter[]) {
      guard.assertOutside()
      const { rows } = await pools.prepared.query<QueryResultRow>({ name, text, values: [...parameters] })
      // The caller states the row type, which cannot be known here.
      return rows as Row[]
    },
    assertOutsideTransaction: () => guard.assertOutside(),
    // A pool reconnects by itself.
    onFatal: () => undefined,
    close: () => pools.close(),
  }
}

function embedded(client: PgliteClient, driver: PgliteDriver, close: () => Promise<void>): Connected {
  const guard = new ConnectionGuard(driver)
  return {
    kind: 'pglite',
    ready: () => client.ready(),
    kysely: createKysely(driver, guard),
    prepared: (statement, parameters) => guard.provideConnection((turn) => turn.executePrepared(statement, parameters)),
    assertOutsideTransaction: () => guard.assertOutside(),
    onFatal: (listener) => client.onFatal(listener),
    close,
  }
}

function createKysely(driver: Driver, guard: ConnectionProvider): Kysely<Tables> {
  const dialect = dialectOf(driver)
  const plugins = [new StorableTextPlugin(), new CamelCasePlugin({ maintainNestedObjectKeys: true })]
  const executor = new DefaultQueryExecutor(dialect.createQueryCompiler(), dialect.createAdapter(), guard, plugins)
  return new Kysely<Tables>({ config: { dialect }, dialect, driver, executor })
}

/** Both databases are Postgres: only the driver differs. */
function dialectOf(driver: Driver): Dialect {
  const postgres = new PostgresDialect({ pool: () => Promise.reject(new Error('The driver is made already.')) })
  return {
    createDriver: () => driver,
    createAdapter: () => postgres.createAdapter(),
    createQueryCompiler: () => postgres.createQueryCompiler(),
    createIntrospector: (kysely) => postgres.createIntrospector(kysely),
  }
}
