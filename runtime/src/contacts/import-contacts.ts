import type { ContactField, ContactImport, ContactImportColumn } from '@patchbay/shared/api'
import { toAppError } from '@patchbay/shared/errors'
import type { Kysely } from 'kysely'
import type { ChannelKinds } from '../messaging/channel-kinds.ts'
import { type CsvRow, streamCsv } from '../platform/content/read-csv.ts'
import { repeatContended } from '../store/repeat-contended.ts'
import type { Tables } from '../store/schema/tables.ts'
import { csvBatches } from '../tables/csv-batches.ts'
import { importColumns, unusable } from './import-columns.ts'
import { changeOfLine, type ImportLine, readImportLine, wrong } from './import-line.ts'
import { knownContacts } from './known-contacts.ts'
import { nextRound } from './next-round.ts'
import { createSeenKeys } from './seen-keys.ts'
import { storeImport } from './store-import.ts'

export interface ContactCsv {
  /** The text in parts. */
  readonly csv: AsyncIterable<string>
  /** Only says what an import would do. */
  readonly check: boolean
  /** Targets of the columns in their order. Absent: by their names. */
  readonly columns?: readonly string[]
  /** As `working_copy.owner`. */
  readonly author: string
}

export interface ImportOptions {
  readonly kysely: Kysely<Tables>
  readonly fields: readonly ContactField[]
  readonly kinds: ChannelKinds
  readonly now: () => Date
}

const MOST_ERRORS = 100
const FIRST_LINES = 5

/**
 * Reads a file as it arrives, and stores 500 lines in a commit. Holds no more than these lines in memory, and 8 MB for the
 * keys of all. A line that cannot be stored is told, and the others are.
 * @throws AppError INVALID_INPUT when the file as a whole cannot be used
 */
export async function importContacts(
  options: ImportOptions,
  { csv, check, columns: given, author }: ContactCsv,
): Promise<ContactImport> {
  const lines = streamCsv(csv)
  const columns = importColumns(await namesIn(lines), given, options)
  const result = { toAdd: 0, toChange: 0, wrongLines: 0 }
  const errors: { readonly line: number; readonly message: string }[] = []
  const first: (readonly string[])[] = []
  const seen = createSeenKeys()
  const onWrong = (line: number, error: unknown) => {
    result.wrongLines += 1
    if (errors.length < MOST_ERRORS) errors.push({ line, message: toAppError(error).message })
  }
  for await (const batch of csvBatches(lines)) {
    first.push(
      ...batch.slice(0, FIRST_LINES - first.length).map(({ cells }) => cells.map((cell) => cell.slice(0, 200))),
    )
    for (let left = readLines(batch, columns, options, onWrong); left.length > 0; ) {
      const round = await repeatContended((isLastTry) => storeRound(options, left, { check, author, isLastTry }))
      left = round.later
      for (const { line, error } of round.wrong) onWrong(line, error)
      const isKnown = ({ keys }: ImportLine) => keys.some((key) => round.known.has(key) || (check && seen.has(key)))
      result.toChange += round.stored.filter(isKnown).length
      result.toAdd += round.stored.filter((line) => !isKnown(line)).length
      if (check) for (const { keys } of round.stored) for (const key of keys) seen.add(key)
    }
  }
  if (first.length === 0) throw unusable('The file has no line below the first one.')
  return { columns, first, ...result, errors, isImported: !check }
}

interface StoredRound {
  readonly stored: readonly ImportLine[]
  readonly later: readonly ImportLine[]
  readonly wrong: readonly { readonly line: number; readonly error: unknown }[]
  /** As it was before. */
  readonly known: ReadonlyMap<string, string>
}

/** Stores as many lines as go at once, in a transaction. @throws ContentionError */
async function storeRound(
  { kysely, now: clock }: ImportOptions,
  lines: readonly ImportLine[],
  { check, author, isLastTry }: Pick<ContactCsv, 'check' | 'author'> & { readonly isLastTry: boolean },
): Promise<StoredRound> {
  const wrong: { readonly line: number; readonly error: unknown }[] = []
  const onWrong = (line: number, error: unknown) => void wrong.push({ line, error })
  // Two keys may be of one contact, and since the round before of another one.
  const known = await knownContacts(kysely, lines)
  const { now, later } = nextRound(lines, ({ keys }) => keys.map((key) => known.get(key) ?? key))
  const right = now.filter((line) => belongsToOne(line, known, onWrong))
  if (check) return { stored: right, later, wrong, known }
  const by = { author, at: clock(), kind: 'imported', changeOf: changeOfLine, onWrong, isLastTry } as const
  const stored = await kysely.transaction().execute((transaction) => storeImport(transaction, right, known, by))
  return { stored: Object.values(stored).flat(), later, wrong, known }
}

/** @throws AppError INVALID_INPUT */
async function namesIn(lines: AsyncGenerator<CsvRow, void>): Promise<readonly string[]> {
  const { value } = await lines.next()
  if (value === undefined) throw unusable('The file is empty.')
  return value.cells.slice(0, 200)
}

function readLines(
  batch: readonly CsvRow[],
  columns: readonly ContactImportColumn[],
  options: ImportOptions,
  onWrong: (line: number, error: unknown) => void,
): readonly ImportLine[] {
  const lines: ImportLine[] = []
  if (columns.every(({ target }) => target === '')) return lines
  for (const row of batch) {
    try {
      if (row.isBroken) throw wrong('A quote is not closed here, or the line is too long. Nothing behind it was read.')
      lines.push(readImportLine(row, columns, options))
    } catch (error) {
      onWrong(row.line, error)
    }
  }
  return lines
}

function belongsToOne(
  { keys, line }: ImportLine,
  known: ReadonlyMap<string, string>,
  onWrong: (line: number, error: unknown) => void,
): boolean {
  const owners = new Set(keys.map((key) => known.get(key)).filter((id) => id !== undefined))
  if (owners.size <= 1) return true
  onWrong(line, wrong('Its addresses and ids belong to different contacts. Merge these first.'))
  return false
}
