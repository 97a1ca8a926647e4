import { compareTimes } from '@patchbay/shared/expressions'
import { compareDecimals, type DecimalForm, decimalOf, isJsonObject, type Json } from '@patchbay/shared/json'
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '@patchbay/shared/time'
import { comparableText } from '../../kit/comparable-text.ts'
import { textOf } from '../../kit/values.ts'
import { sms } from '../../messaging/channels/sms.ts'
import type { Operator } from './test-fields.ts'

/** A test with its values filled in. What is left out is empty. */
export interface Test {
  readonly left?: Json
  readonly operator: Operator
  readonly right?: Json
  /** The upper end of `between`. */
  readonly upTo?: Json
}

/** What a test may know and say besides its values. */
export interface TestContext {
  /** Whether upper and lower case make no difference. */
  readonly ignoreCase: boolean
  /** The zone of the flow (IANA name). */
  readonly timeZone: string
  /** Called with a sentence when two values cannot be compared. */
  readonly warn: (message: string) => void
}

/**
 * One test. Texts compare as `comparableText` has them; two numbers compare as numbers with all their digits, also when
 * they are written as text. `0123` and `12E5` are texts when tested for equality (codes, not amounts) and numbers when
 * tested for size.
 */
export function holds({ left = null, operator, right = null, upTo = null }: Test, context: TestContext): boolean {
  const plain = (value: Json) => plainText(value, context)
  switch (operator) {
    case 'equals':
      return areEqual(left, right, context)
    case 'not-equals':
      return !areEqual(left, right, context)
    case 'contains':
      return contains(left, right, context)
    case 'not-contains':
      return !contains(left, right, context)
    case 'starts-with':
      return !isEmpty(right) && plain(left).startsWith(plain(right))
    case 'ends-with':
      return !isEmpty(right) && plain(left).endsWith(plain(right))
    case 'is-empty':
      return isEmpty(left)
    case 'is-not-empty':
      return !isEmpty(left)
    case 'greater-than':
      return orderOf(left, right, context) > 0
    case 'less-than':
      return orderOf(left, right, context) < 0
    case 'at-least':
      return orderOf(left, right, context) >= 0
    case 'at-most':
      return orderOf(left, right, context) <= 0
    case 'between':
      return orderOf(left, right, context) >= 0 && orderOf(left, upTo, context) <= 0
    case 'is-one-of':
      return !isEmpty(left) && choicesOf(right).some((choice) => areEqual(left, choice, context))
    case 'matches':
      return matches(plain(left), plain(right))
    case 'before':
      return timeOrderOf(left, right, context) < 0
    case 'after':
      return timeOrderOf(left, right, context) > 0
    case 'is-number':
      return decimalOf(left, size) !== undefined
    case 'is-date':
      return compareTimes(left, left, context.timeZone) !== undefined
    case 'is-phone':
      return sms.normalise(textOf(left))?.startsWith('+') === true
  }
}

/** A list, or the parts of a text between commas. */
function choicesOf(value: Json): readonly Json[] {
  if (isList(value)) return value
  return textOf(value)
    .split(',')
    .filter((choice) => choice.trim() !== '')
}

/** `*` stands for any text. Takes time that grows with the lengths only: each part is looked for once, in order. */
function matches(text: string, pattern: string): boolean {
  const [first = '', ...others] = pattern.split('*')
  const last = others.pop()
  if (last === undefined) return text === pattern
  if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last)) return false
  const end = text.length - last.length
  let at = first.length
  for (const part of others) {
    const found = text.indexOf(part, at)
    if (found === -1 || found + part.length > end) return false
    at = found + part.length
  }
  return true
}

/** NaN, which no comparison with zero holds for, when one is empty or no date. */
function timeOrderOf(left: Json, right: Json, { timeZone, warn }: TestContext): number {
  if (isEmpty(left) || isEmpty(right)) return Number.NaN
  const order = compareTimes(left, right, timeZone)
  if (order !== undefined) return order
  const wrong = compareTimes(left, left, timeZone) === undefined ? left : right
  warn(`${shown(wrong)} is not a date. Dates look like 2026-01-31 or 2026-01-31T09:30:00-05:00.`)
  return Number.NaN
}

const amount: DecimalForm = { isLoose: false, hasExponent: false }
/** Where the other side is a number of its own type, a text with an exponent is no code. */
const besideNumber: DecimalForm = { isLoose: false, hasExponent: true }
const size: DecimalForm = { isLoose: true, hasExponent: true }

function areEqual(left: Json, right: Json, context: TestContext): boolean {
  const form = isNumber(left) || isNumber(right) ? besideNumber : amount
  const [a, b] = [decimalOf(left, form), decimalOf(right, form)]
  if (a !== undefined && b !== undefined) return compareDecimals(a, b) === 0
  return plainText(left, context) === plainText(right, context)
}

/**
 * Below zero, zero or above zero; NaN, which no comparison with zero holds for, when the values have no order: one is
 * empty, or only one is a number. Times of a day and moments compare as such, other texts character by character.
 */
function orderOf(left: Json, right: Json, context: TestContext): number {
  if (isEmpty(left) || isEmpty(right)) return Number.NaN
  const [a, b] = [decimalOf(left, size), decimalOf(right, size)]
  if (a !== undefined && b !== undefined) return compareDecimals(a, b)
  if (a !== undefined || b !== undefined) {
    context.warn(notANumber(a === undefined ? left : right, a === undefined ? right : left))
    return Number.NaN
  }
  for (const read of [timeOfDay, moment]) {
    const [one, other] = [read(left), read(right)]
    if (one !== undefined && other !== undefined) return one - other
  }
  const [one, other] = [plainText(left, context), plainText(right, context)]
  if (one === other) return 0
  return one < other ? -1 : 1
}

function notANumber(text: Json, number: Json): string {
  return `${shown(text)} is not a number, so it was not compared with ${textOf(number)}.`
}

/** Whole or not at all: secrets are hidden in warnings by their value, which a part of one would escape. */
function shown(value: Json): string {
  const text = textOf(value)
  return text.length > 60 ? `A text of ${text.length} characters` : `"${text}"`
}

/**
 * A list contains what equals one of its items; everything else is searched as text. Every text contains the
 * empty one, but a variable without a value is not meant to make a test true.
 */
function contains(left: Json, right: Json, context: TestContext): boolean {
  if (isEmpty(right)) return false
  if (isList(left)) return left.some((item) => areEqual(item, right, context))
  return plainText(left, context).includes(plainText(right, context))
}

function isEmpty(value: Json): boolean {
  if (isList(value)) return value.length === 0
  return isJsonObject(value) ? Object.keys(value).length === 0 : textOf(value).trim() === ''
}

function plainText(value: Json, { ignoreCase }: TestContext): string {
  return comparableText(textOf(value), ignoreCase)
}

/** `9:30` and `09:30:00`, in milliseconds since midnight. */
function timeOfDay(value: Json): number | undefined {
  const match = typeof value === 'string' ? /^(\d{1,2}):([0-5]\d)(?::([0-5]\d))?$/.exec(value.trim()) : null
  if (match === null) return undefined
  const [, hour, minute, second = '0'] = match
  return Number(hour) * HOUR_MS + Number(minute) * MINUTE_MS + Number(second) * SECOND_MS
}

/** A date and time with its distance from UTC, such as `2026-01-31T09:00:00-05:00`, in milliseconds since 1970. */
function moment(value: Json): number | undefined {
  const text = typeof value === 'string' ? value.trim() : ''
  const at = MOMENT.test(text) ? Date.parse(text.replace(' ', 'T').replace(/([+-]\d\d)(\d\d)$/, '$1:$2')) : Number.NaN
  return Number.isNaN(at) ? undefined : at
}

const MOMENT = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)$/i

function isNumber(value: Json): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint'
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value)
}
