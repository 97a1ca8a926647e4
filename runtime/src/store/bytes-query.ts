import pg from 'pg'
import { bindMessage } from './bind-message.ts'
import type { PreparedStatement, StatementParameter } from './prepared-statement.ts'

/** Larger pieces are handed to the socket as they are. */
const SMALL_BYTES = 4096

/**
 * A prepared statement whose values go out as they are. The driver by itself copies all of them twice, each time into
 * new memory.
 */
export class BytesQuery extends pg.Query {
  /** Set by the driver. */
  declare readonly text: string
  readonly #statement: PreparedStatement
  readonly #parameters: readonly StatementParameter[]

  constructor(statement: PreparedStatement, parameters: readonly StatementParameter[]) {
    super({ name: statement.name, text: statement.sql, values: [...parameters] })
    this.#statement = statement
    this.#parameters = parameters
  }

  /** The driver calls it with its socket corked. Its own would do the same, more slowly. */
  prepare(connection: DriverConnection): void {
    const { name, sql: text } = this.#statement
    if (connection.parsedStatements[name] === undefined) connection.parse({ name, text, types: [] }, true)
    for (const bytes of joined(bindMessage(name, this.#parameters))) {
      if (connection.stream.writable) connection.stream.write(bytes)
    }
    connection.describe({ type: 'P' }, true)
    connection.execute(null, true)
    connection.sync()
  }
}

/** What the types leave out. */
interface DriverConnection extends pg.Connection {
  /** Texts of the statements that this connection knows, by name. */
  readonly parsedStatements: Readonly<Record<string, string>>
}

/** Small pieces that follow one another become one. */
function* joined(pieces: readonly Uint8Array[]): Generator<Uint8Array> {
  let small: Uint8Array[] = []
  for (const piece of pieces) {
    if (piece.length <= SMALL_BYTES) {
      small.push(piece)
      continue
    }
    yield Buffer.concat(small)
    yield piece
    small = []
  }
  yield Buffer.concat(small)
}
