import { AsyncLocalStorage } from 'node:async_hooks'
import type { ConnectionProvider, DatabaseConnection } from 'kysely'

/** The part of a Kysely driver that acquires and releases connections. */
interface ConnectionSource<Connection> {
  acquireConnection(): Promise<Connection>
  releaseConnection(connection: Connection): Promise<void>
}

/**
 * Gives out connections and refuses one to a caller that already holds one. A query awaited inside an open transaction
 * but not run on its object waits for that transaction, which waits for the query: for ever on the embedded database,
 * and on Postgres as soon as the pool is empty.
 */
export class ConnectionGuard<Connection extends DatabaseConnection> implements ConnectionProvider {
  readonly #source: ConnectionSource<Connection>
  readonly #held = new AsyncLocalStorage<{ isOpen: boolean }>()

  constructor(source: ConnectionSource<Connection>) {
    this.#source = source
  }

  /** @throws Error when the caller runs inside an open transaction. */
  assertOutside(): void {
    if (this.#held.getStore()?.isOpen !== true) return
    throw new Error(
      'A query inside an open transaction does not use it and would wait for its end for ever. ' +
        'Run the query on the transaction object.',
    )
  }

  async provideConnection<Result>(consumer: (connection: Connection) => Promise<Result>): Promise<Result> {
    this.assertOutside()
    const connection = await this.#source.acquireConnection()
    const holding = { isOpen: true }
    try {
      return await this.#held.run(holding, () => consumer(connection))
    } finally {
      holding.isOpen = false
      await this.#source.releaseConnection(connection)
    }
  }
}
