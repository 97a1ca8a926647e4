import type { StatementParameter } from '../runs/prepared-statement.ts'

/**
 * The message of Postgres' protocol that binds values to a prepared statement: strings in text form, bytes in binary
 * form, results as text. Returned in pieces, so that large values need not be copied.
 */
export function bindMessage(name: string, values: readonly StatementParameter[]): readonly Uint8Array[] {
  const contents = values.map((value) => (typeof value === 'string' ? Buffer.from(value) : value))
  const formats = Buffer.alloc(2 + 2 * values.length + 2)
  formats.writeInt16BE(values.length, 0)
  for (const [index, value] of values.entries()) formats.writeInt16BE(typeof value === 'string' ? 0 : 1, 2 + index * 2)
  formats.writeInt16BE(values.length, formats.length - 2)
  const pieces = [
    Buffer.from(`\0${name}\0`),
    formats,
    ...contents.flatMap((content) => [int32(content.length), content]),
    Buffer.alloc(2),
  ]
  const size = pieces.reduce((sum, piece) => sum + piece.length, 4)
  return [Buffer.from('B'), int32(size), ...pieces]
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32BE(value)
  return bytes
}
