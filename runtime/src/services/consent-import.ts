import { type ConsentImport, type SetConsent, SMS_CHANNEL } from '@patchbay/shared/api'
import { AppError, toAppError } from '@patchbay/shared/errors'
import type { ConsentChange } from '../messaging/consent/consent-repository.ts'
import { textOfCsvCell } from '../platform/content/csv-cell.ts'
import { readCsv } from '../platform/content/read-csv.ts'

export interface ReadImport {
  readonly changes: readonly ConsentChange[]
  readonly found: Omit<ConsentImport, 'isImported'>
}

/** Longer files are imported in parts. */
const MOST_LINES = 10_000
const MOST_ERRORS = 100

/**
 * Reads what lines of CSV change. `changeOf` makes a change of a line.
 * @throws AppError INVALID_INPUT when the file as a whole cannot be used
 */
export function readConsentImport(csv: string, changeOf: (given: SetConsent) => ConsentChange): ReadImport {
  const [names, ...rows] = readCsv(csv)
  const columns = (names?.cells ?? []).map((name) => name.trim().toLowerCase())
  for (const name of ['contact', 'state']) {
    if (!columns.includes(name)) throw unusable(`The first line names the columns, and "${name}" is not among them.`)
  }
  if (rows.length > MOST_LINES) throw unusable(`A file has at most ${MOST_LINES} lines. Import it in parts.`)
  const changes: ConsentChange[] = []
  const errors: { readonly line: number; readonly message: string }[] = []
  for (const { line, cells } of rows) {
    const cell = (name: string) => (cells[columns.indexOf(name)] ?? '').trim()
    try {
      changes.push(changeOf(lineOf(cell)))
    } catch (error) {
      // The name of the field that an error of the form begins with says nothing beside a line.
      errors.push({ line, message: toAppError(error).message.replace(/^\w+: /, '') })
    }
  }
  const optOuts = changes.filter(({ state }) => state === 'out').length
  const counts = { optOuts, optIns: changes.length - optOuts, wrongLines: errors.length }
  return { changes, found: { ...counts, errors: errors.slice(0, MOST_ERRORS) } }
}

/** @throws AppError INVALID_INPUT */
function lineOf(cell: (name: string) => string): SetConsent {
  const state = cell('state').toLowerCase()
  if (state !== 'out' && state !== 'in') throw unusable(`The state is "out" or "in", not "${cell('state')}".`)
  const contact = textOfCsvCell(cell('contact'))
  if (contact === '') throw unusable('The contact is missing.')
  const channel = cell('channel') === '' ? SMS_CHANNEL : cell('channel')
  return { channel, contact, address: cell('address'), accountId: cell('accountid'), state }
}

function unusable(message: string): AppError {
  return new AppError('INVALID_INPUT', message, { errors: [{ path: 'csv', message }] })
}
