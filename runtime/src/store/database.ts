import type { Kysely } from 'kysely'
import type { Tables } from './tables.ts'

export type DatabaseOptions =
  /** The embedded database in a folder of its own below this one; made when missing. */
  | { readonly dataDir: string }
  /** A Postgres of version 15 or newer, `postgres://…`. */
  | { readonly databaseUrl: string }
  /** An embedded database that is gone when closed. */
  | { readonly memory: true }

export interface Database {
  readonly kind: 'pglite' | 'postgres'
  /**
   * On the embedded database a connection is a turn: a statement waits until the transaction that holds the
   * turn has ended. A statement awaited outside the open transaction it belongs to is refused, on both kinds.
   * Give pg-boss `kysely.withoutPlugins()`: it reads column names as they are.
   */
  readonly kysely: Kysely<Tables>
  /** Called once when the database is lost for good and the process has to end. */
  onFatal(listener: (error: Error) => void): void
  close(): Promise<void>
}
