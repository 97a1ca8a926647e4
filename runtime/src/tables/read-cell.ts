import { type ColumnType, type TableColumn, tableLimits } from '@patchbay/shared/api'
import { AppError } from '@patchbay/shared/errors'
import { type Decimal, decimalOf, decimalText, type Json, numberText, parseJson } from '@patchbay/shared/json'
import { comparableText } from '../kit/comparable-text.ts'
import { textOf } from '../kit/values.ts'
import { phoneOf } from '../messaging/channels/phone-of.ts'
import { dateOf } from './date-cell.ts'

/** A cell with a value in it. */
export interface ReadCell {
  /** As the column's type has it: a text, a number, true or false, `2026-01-31` or `2026-01-31T09:30`, E.164. */
  readonly value: Json
  /** The form in which cells are compared. Texts do so without regard to upper and lower case. */
  readonly compared: Json
}

/**
 * Reads what was given for a cell; undefined for what empties it.
 * @param timeZone in which a date with an offset from UTC is read. Without one such a date is refused
 * @throws AppError INVALID_VALUE with a sentence that begins with the name of the column
 */
export function readCell(column: TableColumn, given: Json, timeZone?: string): ReadCell | undefined {
  const text = textOf(given)
  if (text.trim() === '') return undefined
  if (text.length > tableLimits.cell) throw wrong(column, `A cell has at most ${mostCharacters} characters.`)
  const read = comparedOf(column.type, given, timeZone)
  if (read !== undefined) return read
  throw wrong(column, `${shown(text)} ${wrongTexts[column.type]}`)
}

/** A value as cells of this type compare; undefined where it can equal none of them. */
export function comparedOf(type: ColumnType, given: Json, timeZone?: string): ReadCell | undefined {
  switch (type) {
    case 'text': {
      const text = textOf(given)
      return { value: text, compared: comparableText(text, true) }
    }
    case 'number':
      return same(numberOf(given))
    case 'boolean':
      return same(yesOrNo(textOf(given)))
    case 'date':
      return same(dateOf(textOf(given), timeZone))
    case 'phone':
      return same(phoneOf(textOf(given)))
  }
}

function same(value: Json | undefined): ReadCell | undefined {
  return value === undefined ? undefined : { value, compared: value }
}

/** More digits are a code, which belongs in a column of text. */
const MOST_DIGITS = 30

function numberOf(given: Json): number | bigint | undefined {
  const decimal = decimalOf(given, { isLoose: true, hasExponent: true })
  if (decimal === undefined || !isShort(decimal)) return undefined
  const number = parseJson(decimalText(decimal))
  return typeof number === 'number' || typeof number === 'bigint' ? number : undefined
}

function isShort({ digits, exponent }: Decimal): boolean {
  return digits.length <= MOST_DIGITS && Math.abs(exponent) <= MOST_DIGITS
}

const words: Readonly<Record<string, boolean>> = {
  true: true,
  yes: true,
  y: true,
  '1': true,
  false: false,
  no: false,
  n: false,
  '0': false,
}

function yesOrNo(text: string): boolean | undefined {
  const word = comparableText(text, true)
  return Object.hasOwn(words, word) ? words[word] : undefined
}

const wrongTexts: Readonly<Record<ColumnType, string>> = {
  text: 'cannot be stored.',
  number: 'is not a number. Write it without separators between thousands, such as 1234.5.',
  boolean: 'is not yes or no.',
  date: 'is not a date. Write it as 2026-01-31, or with a time of day as 2026-01-31 09:30.',
  phone: 'is not a phone number. Write it in full, such as +1 305 555 0142.',
}

const mostCharacters = numberText(tableLimits.cell)

/** Whole or not at all: secrets are hidden in errors by their value, which a part of one would escape. */
function shown(text: string): string {
  return text.length > 60 ? `A text of ${text.length} characters` : `"${text}"`
}

function wrong({ id, name }: TableColumn, message: string): AppError {
  return new AppError('INVALID_VALUE', `${name}: ${message}`, { errors: [{ path: `cells.${id}`, message }] })
}
