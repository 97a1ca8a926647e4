import pg from 'pg'
import type { PreparedStatement, StatementParameter } from '../runs/prepared-statement.ts'
import { bindMessage } from './bind-message.ts'

/** What the types leave out: the driver calls these, and makes a statement of a query with a name. */
interface OpenQuery extends pg.Query {
  readonly text: string
  name: string
  prepare(connection: DriverConnection): void
  handleRowDescription(columns: RowDescription): void
  handleDataRow(row: unknown): void
}

interface DriverConnection extends pg.Connection {
  /** Texts of the statements that this connection knows, by name. */
  readonly parsedStatements: Readonly<Record<string, string>>
}

/** Nobody here looks into it. */
type RowDescription = object

const DriverQuery = pg.Query as unknown as new (sql: string) => OpenQuery

/** Larger pieces are handed to the socket as they are. */
const SMALL_BYTES = 4096

/** What statements answer, as the server described it the first time. */
const described = new WeakMap<PreparedStatement, RowDescription>()

/**
 * A prepared statement whose values go out as they are, and whose columns are asked for once. The driver by itself
 * copies all values twice, each time into new memory, and reads the same columns each time.
 */
export class BytesQuery extends DriverQuery {
  readonly #statement: PreparedStatement
  readonly #parameters: readonly StatementParameter[]
  #hasColumns = false

  constructor(statement: PreparedStatement, parameters: readonly StatementParameter[]) {
    super(statement.sql)
    this.name = statement.name
    this.#statement = statement
    this.#parameters = parameters
  }

  /** The driver calls it with its socket corked. Its own would do the same, more slowly. */
  override prepare(connection: DriverConnection): void {
    const { name, sql: text } = this.#statement
    if (connection.parsedStatements[name] === undefined) connection.parse({ name, text, types: [] }, true)
    for (const bytes of joined(bindMessage(name, this.#parameters))) {
      if (connection.stream.writable) connection.stream.write(bytes)
    }
    if (!described.has(this.#statement)) connection.describe({ type: 'P' }, true)
    connection.execute(null, true)
    connection.sync()
  }

  override handleRowDescription(columns: RowDescription): void {
    described.set(this.#statement, columns)
  }

  override handleDataRow(row: unknown): void {
    const columns = described.get(this.#statement)
    if (!this.#hasColumns && columns !== undefined) super.handleRowDescription(columns)
    this.#hasColumns = true
    super.handleDataRow(row)
  }
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
