import { AppError } from '@patchbay/shared/errors'
import { storableText } from '@patchbay/shared/json'
import { type Kysely, sql } from 'kysely'
import { jsonText } from '../json-text.ts'

/**
 * Rows of one composite type of the database in the binary form of the protocol: what a statement takes as
 * `unnest($1::type[])`. The database reads it several times faster than the same rows as json.
 */
export interface RowEncoder {
  /**
   * A row by names of columns; those that are not given are null. Dates and ISO texts are times.
   * @throws AppError NOT_STORABLE, also for a value that is not of its column's type.
   */
  row(values: RowValues): Buffer
  /** The parameter for these rows. */
  list(rows: readonly Buffer[]): Buffer
}

export type RowValues = Readonly<Record<string, unknown>>

/** Reads from the database how rows of these composite types are laid out. */
export async function readRowEncoders<Name extends string, Schema>(
  kysely: Kysely<Schema>,
  names: readonly Name[],
): Promise<Readonly<Record<Name, RowEncoder>>> {
  const encoders = await Promise.all(names.map(async (name) => [name, await readRowEncoder(kysely, name)] as const))
  // One entry for each of the names.
  return Object.fromEntries(encoders) as Record<Name, RowEncoder>
}

interface Column {
  readonly name: string
  readonly type: number
}

async function readRowEncoder<Schema>(kysely: Kysely<Schema>, name: string): Promise<RowEncoder> {
  const { rows } = await sql<Column & { readonly row: number }>`
    select attribute.attname as name, attribute.atttypid::integer as type, composite.oid::integer as row
    from pg_type as composite
    join pg_attribute as attribute on attribute.attrelid = composite.typrelid and not attribute.attisdropped
    where composite.oid = to_regtype(${name}) and attribute.attnum > 0
    order by attribute.attnum`.execute(kysely)
  const [first] = rows
  if (first === undefined) throw new Error(`The database has no type ${name}.`)
  return createRowEncoder(first.row, rows)
}

/** @param rowType the type's number in the database */
export function createRowEncoder(rowType: number, columns: readonly Column[]): RowEncoder {
  const known = new Set(columns.map(({ name }) => name))
  const fields = columns.map(({ name, type }) => ({ name, type, put: putterOf(name, type) }))
  return {
    row(values) {
      for (const name in values) if (!known.has(name)) throw new TypeError(`No column is called ${name}.`)
      const writer = shared
      writer.start()
      writer.int32(fields.length)
      for (const { name, type, put } of fields) {
        writer.int32(type)
        const value = values[name]
        if (value === null || value === undefined) writer.int32(-1)
        else put(writer, value)
      }
      return writer.take()
    },
    list: (rows) => listOf(rowType, rows),
  }
}

/** One dimension, no nulls, from index 1. */
function listOf(rowType: number, rows: readonly Buffer[]): Buffer {
  const size = rows.reduce((sum, row) => sum + 4 + row.length, 20)
  // Memory of its own: a copy for another thread would take all of a shared piece along.
  const bytes = Buffer.allocUnsafeSlow(size)
  for (const [index, value] of [1, 0, rowType, rows.length, 1].entries()) bytes.writeInt32BE(value, index * 4)
  let end = 20
  for (const row of rows) {
    end = bytes.writeInt32BE(row.length, end)
    end += row.copy(bytes, end)
  }
  return bytes
}

type Put = (writer: ByteWriter, value: unknown) => void

function putterOf(name: string, type: number): Put {
  const put = putters.get(type)
  if (put === undefined) throw new Error(`Column ${name} is of a type that is not written here (${type}).`)
  return (writer, value) => {
    if (!put(writer, value)) throw new AppError('NOT_STORABLE', `${name} does not take ${String(value).slice(0, 100)}.`)
  }
}

/** From 1970 to 2000, where Postgres begins to count. */
const EPOCH_MS = 946_684_800_000

/** By the numbers of the built-in types. Answers false for a value of another type. */
const putters = new Map<number, (writer: ByteWriter, value: unknown) => boolean>([
  [16, (writer, value) => typeof value === 'boolean' && writer.bool(value)],
  [23, (writer, value) => typeof value === 'number' && (value | 0) === value && writer.sizedInt32(value)],
  [25, (writer, value) => typeof value === 'string' && writer.text(storableText(value))],
  [114, (writer, value) => writer.text(jsonText(value))],
  [701, (writer, value) => typeof value === 'number' && writer.double(value)],
  [1184, (writer, value) => (value instanceof Date || typeof value === 'string') && writer.time(new Date(value))],
  [2950, (writer, value) => typeof value === 'string' && writer.uuid(value)],
])

/** Writes values with their sizes before them into memory that is used again and again. */
class ByteWriter {
  #bytes = Buffer.allocUnsafeSlow(64 * 1024)
  #end = 0

  start(): void {
    this.#end = 0
  }

  take(): Buffer {
    const row = Buffer.allocUnsafe(this.#end)
    this.#bytes.copy(row, 0, 0, this.#end)
    // One row of megabytes is no reason to keep so much.
    if (this.#bytes.length > KEPT_BYTES) this.#bytes = Buffer.allocUnsafeSlow(64 * 1024)
    return row
  }

  int32(value: number): void {
    this.#reserve(4)
    this.#end = this.#bytes.writeInt32BE(value, this.#end)
  }

  sizedInt32(value: number): boolean {
    this.int32(4)
    this.int32(value)
    return true
  }

  bool(value: boolean): boolean {
    this.int32(1)
    this.#reserve(1)
    this.#end = this.#bytes.writeUInt8(value ? 1 : 0, this.#end)
    return true
  }

  double(value: number): boolean {
    this.int32(8)
    this.#reserve(8)
    this.#end = this.#bytes.writeDoubleBE(value, this.#end)
    return true
  }

  text(value: string): boolean {
    // A character of UTF-16 has at most three bytes in UTF-8.
    this.#reserve(4 + value.length * 3)
    const length = this.#bytes.write(value, this.#end + 4)
    this.#bytes.writeInt32BE(length, this.#end)
    this.#end += 4 + length
    return true
  }

  uuid(value: string): boolean {
    this.int32(16)
    this.#reserve(16)
    const length = this.#bytes.write(value.replaceAll('-', ''), this.#end, 'hex')
    this.#end += 16
    return length === 16
  }

  /** Microseconds since 2000. */
  time(value: Date): boolean {
    const micros = (value.getTime() - EPOCH_MS) * 1000
    if (Number.isNaN(micros)) return false
    this.int32(8)
    this.int32(Math.floor(micros / 2 ** 32))
    this.#reserve(4)
    this.#end = this.#bytes.writeUInt32BE(((micros % 2 ** 32) + 2 ** 32) % 2 ** 32, this.#end)
    return true
  }

  #reserve(size: number): void {
    const needed = this.#end + size
    if (needed <= this.#bytes.length) return
    const larger = Buffer.allocUnsafeSlow(Math.max(needed, this.#bytes.length * 2))
    this.#bytes.copy(larger, 0, 0, this.#end)
    this.#bytes = larger
  }
}

const KEPT_BYTES = 1024 * 1024
const shared = new ByteWriter()
