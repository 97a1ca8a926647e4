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
const FORMAT = 5
/** Up to this format a new run could be no test: one column, now the last of its type. */
const WITHOUT_TEST = 4
/** Up to this format a new run had no parent and no exit: three columns, before the one of tests. */
const WITHOUT_PARENT = 3
/** Up to this format rows had no messages. */
const WITHOUT_MESSAGES = 2
/**
 * Up to this format a new run had no channel, the column before its parent. Its addresses were phone
 * numbers.
 */
const WITHOUT_CHANNEL = 1

type Described = Pick<EncodedRow, 'kind' | 'runId' | 'hasKey' | 'hasReceived' | 'isCounted' | 'mark'>

interface Description {
  readonly format: number
  readonly processId: string
  /** Each row with the sizes of its row in `run`, of its steps and of its messages. Their bytes follow in this order. */
  readonly rows: readonly (Omit<Described, 'hasReceived'> & OfMessages & { readonly sizes: readonly number[] })[]
}

/** Absent up to format 2. */
interface OfMessages {
  readonly hasReceived?: boolean
  readonly messageSizes?: readonly number[]
}

/** Encodes an entry: the length of its description, the description, and the bytes of its rows. */
export function writeEntry({ processId, rows }: JournalEntry): readonly Buffer[] {
  const described = rows.map(({ kind, runId, hasKey, hasReceived, isCounted, mark, run, steps, messages }) => ({
    kind,
    runId,
    hasKey,
    hasReceived,
    isCounted,
    mark,
    sizes: [run.length, ...steps.map((step) => step.length)],
    messageSizes: messages.map((message) => message.length),
  }))
  const description = Buffer.from(JSON.stringify({ format: FORMAT, processId, rows: described } satisfies Description))
  const length = Buffer.allocUnsafe(4)
  length.writeUInt32LE(description.length)
  return [length, description, ...rows.flatMap(({ run, steps, messages }) => [run, ...steps, ...messages])]
}

/** @throws Error for an entry of a later version */
export function readEntry(bytes: Buffer): JournalEntry {
  let end = 4 + bytes.readUInt32LE(0)
  // Written by `writeEntry`. The checksum proves that it is complete.
  const { format, processId, rows } = JSON.parse(bytes.toString('utf8', 4, end)) as Description
  if (![FORMAT, WITHOUT_TEST, WITHOUT_PARENT, WITHOUT_MESSAGES, WITHOUT_CHANNEL].includes(format)) {
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
    rows: rows.map(({ sizes, messageSizes = [], hasReceived = false, ...described }) => {
      const [stored = bytes.subarray(0, 0), ...steps] = sizes.map(take)
      const messages = messageSizes.map(take)
      const run = described.kind === 'accept' ? asAccepted(stored, format) : stored
      const size = [...sizes, ...messageSizes].reduce((sum, part) => sum + part, 0)
      return { ...described, hasReceived, run, steps, messages, bytes: size }
    }),
  }
}

/** Gives a new run of an earlier format the columns that its type has now. */
function asAccepted(row: Buffer, format: number): Buffer {
  const channel = format <= WITHOUT_CHANNEL ? [column(TEXT_TYPE, Buffer.from('sms'))] : []
  const parent = format <= WITHOUT_PARENT ? [UUID_TYPE, JSON_TYPE, BOOLEAN_TYPE].map((type) => column(type, null)) : []
  const test = format <= WITHOUT_TEST ? [column(JSON_TYPE, null)] : []
  const added = [...channel, ...parent, ...test]
  if (added.length === 0) return row
  const extended = Buffer.concat([row, ...added])
  extended.writeInt32BE(row.readInt32BE(0) + added.length, 0)
  return extended
}

function column(type: number, value: Buffer | null): Buffer {
  const head = Buffer.alloc(8)
  head.writeInt32BE(type, 0)
  head.writeInt32BE(value?.length ?? -1, 4)
  return value === null ? head : Buffer.concat([head, value])
}

/** Numbers (OID) of types in the database. */
const TEXT_TYPE = 25
const UUID_TYPE = 2950
const JSON_TYPE = 114
const BOOLEAN_TYPE = 16
