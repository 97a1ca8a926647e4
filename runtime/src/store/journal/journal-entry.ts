import type { EncodedRow } from '../runs/record-rows.ts'

/** Records that became durable together. */
export interface JournalEntry {
  readonly processId: string
  readonly rows: readonly EncodedRow[]
}

/**
 * Raised with every change of what follows: of `EncodedRow` or of the types of `recordTypes`. The next version must be
 * able to read the entries that the version before left.
 */
const FORMAT = 2
/**
 * Up to this format a new run had no channel, which is now the last column of its type. Its addresses were phone
 * numbers.
 */
const WITHOUT_CHANNEL = 1

type Described = Pick<EncodedRow, 'kind' | 'runId' | 'hasKey' | 'isCounted' | 'mark'>

interface Description {
  readonly format: number
  readonly processId: string
  /** Each row with the sizes of its row in `run` and of its steps. Their bytes follow in this order. */
  readonly rows: readonly (Described & { readonly sizes: readonly number[] })[]
}

/** Encodes an entry: the length of its description, the description, and the bytes of its rows. */
export function writeEntry({ processId, rows }: JournalEntry): readonly Buffer[] {
  const described = rows.map(({ kind, runId, hasKey, isCounted, mark, run, steps }) => ({
    kind,
    runId,
    hasKey,
    isCounted,
    mark,
    sizes: [run.length, ...steps.map((step) => step.length)],
  }))
  const description = Buffer.from(JSON.stringify({ format: FORMAT, processId, rows: described } satisfies Description))
  const length = Buffer.allocUnsafe(4)
  length.writeUInt32LE(description.length)
  return [length, description, ...rows.flatMap(({ run, steps }) => [run, ...steps])]
}

/** @throws Error for an entry of a later version */
export function readEntry(bytes: Buffer): JournalEntry {
  let end = 4 + bytes.readUInt32LE(0)
  // Written by `writeEntry`. The checksum proves that it is complete.
  const { format, processId, rows } = JSON.parse(bytes.toString('utf8', 4, end)) as Description
  if (format !== FORMAT && format !== WITHOUT_CHANNEL) {
    throw new Error(
      `The journal is of another version of Patchbay (${format}). Start that version once more and stop it.`,
    )
  }
  const take = (size: number) => {
    end += size
    return bytes.subarray(end - size, end)
  }
  return {
    processId,
    rows: rows.map(({ sizes, ...described }) => {
      const [stored = bytes.subarray(0, 0), ...steps] = sizes.map(take)
      const run = format === WITHOUT_CHANNEL && described.kind === 'accept' ? withChannel(stored) : stored
      return { ...described, run, steps, bytes: sizes.reduce((sum, size) => sum + size, 0) }
    }),
  }
}

/** Turns a row of `run_accept` into one of `run_accept_2`, which has one more column, a text. */
function withChannel(row: Buffer): Buffer {
  const value = Buffer.from('sms')
  const column = Buffer.alloc(8)
  column.writeInt32BE(TEXT_TYPE, 0)
  column.writeInt32BE(value.length, 4)
  const extended = Buffer.concat([row, column, value])
  extended.writeInt32BE(row.readInt32BE(0) + 1, 0)
  return extended
}

/** Number (OID) of the type `text` in the database. */
const TEXT_TYPE = 25
