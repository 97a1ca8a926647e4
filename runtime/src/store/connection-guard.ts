import { AsyncLocalStorage } from 'node:async_hooks'
import type { ConnectionProvider, DatabaseConnection, Driver } from 'kysely'

/**
 * Hands out connections and refuses one to whoever already holds one. A query awaited inside an open
 * transaction but not on its object waits for that transaction, which waits for the query: for ever on the
 * embedded database, and on Postgres as soon as the pool is empty.
 */
export class ConnectionGuard implements ConnectionProvider {
  readonly #driver: Driver
  readonly #held = new AsyncLocalStorage<{ isOpen: boolean }>()

  constructor(driver: Driver) {
    this.#driver = driver
  }

  /** @throws Error when the caller runs inside an open transaction. */
  assertOutside(): void {
    if (this.#held.getStore()?.isOpen !== true) return
    throw new Error(
      'A query inside an open transaction does not use it and would wait for its end for ever. ' +
        'Run the query on the transaction object.',
    )
  }

  async provideConnection<Result>(consumer: (connection: DatabaseConnection) => Promise<Result>): Promise<Result> {
    this.assertOutside()
    const connection = await this.#driver.acquireConnection()
    const holding = { isOpen: true }
    try {
      return await this.#held.run(holding, () => consumer(connection))
    } finally {
      holding.isOpen = false
      await this.#driver.releaseConnection(connection)
    }
  }
}
