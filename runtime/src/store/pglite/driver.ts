import {
  AbortedTransactionError,
  CompiledQuery,
  type DatabaseConnection,
  type Driver,
  type QueryResult,
  type TransactionSettings,
} from 'kysely'
import type { PreparedStatement, StatementParameter } from '../runs/prepared-statement.ts'
import type { PgliteClient } from './client.ts'

/**
 * The embedded database has one session, so a connection is a turn: acquiring one waits until the previous holder has
 * released it, and a transaction keeps its turn to the end. Turns are given in the order in which they were requested.
 */
export class PgliteDriver implements Driver {
  readonly #client: PgliteClient
  #lastTurn: Promise<void> = Promise.resolve()
  #beforeTurn: ((turn: Turn) => Promise<void>) | undefined

  constructor(client: PgliteClient) {
    this.#client = client
  }

  /**
   * Sets the work that is done at the beginning of each turn, before its holder gets it. When the work fails, the
   * request for the turn fails.
   */
  beforeTurn(work: (turn: Turn) => Promise<void>): void {
    this.#beforeTurn = work
  }

  init(): Promise<void> {
    return Promise.resolve()
  }

  async acquireConnection(): Promise<Turn> {
    const previous = this.#lastTurn
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#lastTurn = promise
    await previous
    const turn = new Turn(this.#client, resolve)
    try {
      await this.#beforeTurn?.(turn)
    } catch (error) {
      turn.end()
      throw error
    }
    return turn
  }

  async beginTransaction(connection: DatabaseConnection, settings: TransactionSettings): Promise<void> {
    const level = settings.isolationLevel === undefined ? '' : ` isolation level ${settings.isolationLevel}`
    const access = settings.accessMode === undefined ? '' : ` ${settings.accessMode}`
    await connection.executeQuery(CompiledQuery.raw(`start transaction${level}${access}`))
  }

  /** Postgres answers the commit of a transaction in which a statement failed with a roll-back instead of an error. */
  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    const result = await connection.executeQuery(CompiledQuery.raw('commit'))
    if ('command' in result && result.command === 'ROLLBACK') throw new AbortedTransactionError()
  }

  async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('rollback'))
  }

  releaseConnection(connection: DatabaseConnection): Promise<void> {
    if (connection instanceof Turn) connection.end()
    return Promise.resolve()
  }

  destroy(): Promise<void> {
    return this.#client.close()
  }
}

/** A connection of the {@link PgliteDriver}, valid until it is released. */
export class Turn implements DatabaseConnection {
  readonly #client: PgliteClient
  readonly #passOn: () => void
  #isOver = false

  constructor(client: PgliteClient, passOn: () => void) {
    this.#client = client
    this.#passOn = passOn
  }

  executeQuery<Row>({ sql, parameters }: CompiledQuery): Promise<QueryResult<Row>> {
    this.#assertOpen()
    return this.#client.execute<Row>(sql, parameters)
  }

  executePrepared<Row>(statement: PreparedStatement, parameters: readonly StatementParameter[]): Promise<Row[]> {
    this.#assertOpen()
    return this.#client.executePrepared<Row>(statement, parameters)
  }

  // biome-ignore lint/correctness/useYield: the embedded database does not stream
  async *streamQuery<Row>(): AsyncIterableIterator<QueryResult<Row>> {
    throw new Error('The embedded database does not stream. Read pages instead.')
  }

  end(): void {
    this.#isOver = true
    this.#passOn()
  }

  /** A late query of an ended transaction would run inside the transaction of another caller. */
  #assertOpen(): void {
    if (this.#isOver) throw new Error('This transaction has ended. Start a new one for further statements.')
  }
}
