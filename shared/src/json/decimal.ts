import type { Json } from './json.ts'

/**
 * A decimal number with all its digits: the value is `0.<digits> × 10^exponent`. Digits begin and end with another digit
 * than zero; zero has none.
 */
export interface Decimal {
  readonly isNegative: boolean
  readonly digits: string
  readonly exponent: number
}

/** How a text may be written to be read as a number. */
export interface DecimalForm {
  /** `+5`, `.5`, `5.` and `007` are numbers, too. */
  readonly isLoose: boolean
  /** `12E5` is a number. */
  readonly hasExponent: boolean
}

/** The forms of JSON, exponents included. */
export const JSON_NUMBER: DecimalForm = { isLoose: false, hasExponent: true }

/** The number that a value is, or whose text it is; undefined for any other value. */
export function decimalOf(value: Json, form: DecimalForm): Decimal | undefined {
  if (typeof value === 'number' || typeof value === 'bigint') return decimalOfNumber(value)
  return typeof value === 'string' ? decimalOfText(value.trim(), form) : undefined
}

/** Reads a number from text without losing digits; undefined when the text has another form. */
export function decimalOfText(text: string, { isLoose, hasExponent }: DecimalForm): Decimal | undefined {
  const match = (isLoose ? LOOSE : STRICT).exec(text)
  if (match === null) return undefined
  const [, sign, whole = '', fraction = '', exponent] = match
  if (whole + fraction === '' || (exponent !== undefined && !hasExponent)) return undefined
  return decimal(sign === '-', whole, fraction, Number(exponent ?? 0))
}

/** A number of JSON as the decimal it is written as. Finite numbers only. */
export function decimalOfNumber(value: number | bigint): Decimal {
  // The text of a finite number always has the form of JSON, apart from a plus in its exponent.
  return decimalOfText(String(value), JSON_NUMBER) ?? ZERO
}

/** Below zero, zero or above zero, as `sort` expects. Compares all digits. */
export function compareDecimals(left: Decimal, right: Decimal): number {
  const [leftSign, rightSign] = [signOf(left), signOf(right)]
  return leftSign === rightSign ? leftSign * compareSizes(left, right) : leftSign - rightSign
}

/** As {@link compareDecimals}, for numbers of JSON. Integers beyond 2^53 are bigints and keep their digits. */
export function compareNumbers(left: number | bigint, right: number | bigint): number {
  // A bigint and a fraction compare by their exact values.
  if (left < right) return -1
  return left > right ? 1 : 0
}

/** A number as people write it: `0.0000001`, not `1e-7`. */
export function numberText(value: number | bigint): string {
  const text = String(value)
  return text.includes('e') ? decimalText(decimalOfNumber(value)) : text
}

/** Plain digits, such as `-0.05`. */
export function decimalText({ isNegative, digits, exponent }: Decimal): string {
  if (digits === '') return '0'
  const sign = isNegative ? '-' : ''
  if (exponent <= 0) return `${sign}0.${'0'.repeat(-exponent)}${digits}`
  if (exponent >= digits.length) return sign + digits.padEnd(exponent, '0')
  return `${sign}${digits.slice(0, exponent)}.${digits.slice(exponent)}`
}

const ZERO: Decimal = { isNegative: false, digits: '', exponent: 0 }
/** Longer exponents are no numbers that anybody means, and have no room in a number. */
const EXPONENT = '(?:e([+-]?\\d{1,6}))?'
const STRICT = new RegExp(`^(-?)(0|[1-9]\\d*)(?:\\.(\\d+))?${EXPONENT}$`, 'i')
const LOOSE = new RegExp(`^([+-]?)(\\d*)(?:\\.(\\d*))?${EXPONENT}$`, 'i')

function decimal(isNegative: boolean, whole: string, fraction: string, exponent: number): Decimal {
  const all = whole + fraction
  const leading = leadingZeros(all)
  const digits = all.slice(leading, all.length - trailingZeros(all))
  return digits === '' ? ZERO : { isNegative, digits, exponent: exponent + whole.length - leading }
}

function leadingZeros(digits: string): number {
  let count = 0
  while (digits[count] === '0') count += 1
  return count
}

/** A loop, because the pattern `0+$` takes the square of a long row of zeros. */
function trailingZeros(digits: string): number {
  let count = 0
  while (digits[digits.length - 1 - count] === '0') count += 1
  return count
}

function signOf({ isNegative, digits }: Decimal): number {
  if (digits === '') return 0
  return isNegative ? -1 : 1
}

function compareSizes(left: Decimal, right: Decimal): number {
  if (left.exponent !== right.exponent) return left.exponent - right.exponent
  // Digits after the point compare as texts do: 0.15 is before 0.2.
  if (left.digits === right.digits) return 0
  return left.digits < right.digits ? -1 : 1
}
