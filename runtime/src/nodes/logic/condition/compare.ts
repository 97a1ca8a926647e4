import { isJsonObject, type Json } from '@patchbay/shared/json'
import { textOf } from '../../../kit/values.ts'
import type { ConditionOperator } from './definition.ts'

/**
 * One test. Texts compare without regard to upper and lower case and to spaces around them; two numbers compare
 * as numbers, also when they are written as text. `0123` is a text when tested for equality (a code, not an
 * amount) and a number when tested for size.
 */
export function holds(left: Json, operator: ConditionOperator, right: Json): boolean {
  switch (operator) {
    case 'equals':
      return areEqual(left, right)
    case 'not-equals':
      return !areEqual(left, right)
    case 'contains':
      return contains(left, right)
    case 'not-contains':
      return !contains(left, right)
    case 'starts-with':
      return !isEmpty(right) && plain(left).startsWith(plain(right))
    case 'ends-with':
      return !isEmpty(right) && plain(left).endsWith(plain(right))
    case 'is-empty':
      return isEmpty(left)
    case 'is-not-empty':
      return !isEmpty(left)
    case 'greater-than':
      return isBefore(right, left)
    case 'less-than':
      return isBefore(left, right)
    case 'at-least':
      return isBefore(right, left) || areEqualInSize(left, right)
    case 'at-most':
      return isBefore(left, right) || areEqualInSize(left, right)
  }
}

const strictNumber = /^-?(0|[1-9]\d*)(\.\d+)?(e[+-]?\d+)?$/i
const looseNumber = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i

function areEqual(left: Json, right: Json): boolean {
  const [a, b] = [numberOf(left, strictNumber), numberOf(right, strictNumber)]
  return a !== undefined && b !== undefined ? same(a, b) : plain(left) === plain(right)
}

function areEqualInSize(left: Json, right: Json): boolean {
  const [a, b] = [numberOf(left, looseNumber), numberOf(right, looseNumber)]
  if (isEmpty(left) || isEmpty(right)) return false
  return a !== undefined && b !== undefined ? same(a, b) : plain(left) === plain(right)
}

/** Nothing is before or after an empty value. Texts that are no numbers compare character by character. */
function isBefore(left: Json, right: Json): boolean {
  if (isEmpty(left) || isEmpty(right)) return false
  const [a, b] = [numberOf(left, looseNumber), numberOf(right, looseNumber)]
  return a !== undefined && b !== undefined ? a < b : plain(left) < plain(right)
}

/**
 * A list contains what equals one of its items; everything else is searched as text. Every text contains the
 * empty one, but a variable without a value is not meant to make a test true.
 */
function contains(left: Json, right: Json): boolean {
  if (isEmpty(right)) return false
  return isList(left) ? left.some((item) => areEqual(item, right)) : plain(left).includes(plain(right))
}

function isEmpty(value: Json): boolean {
  if (isList(value)) return value.length === 0
  return isJsonObject(value) ? Object.keys(value).length === 0 : plain(value) === ''
}

function plain(value: Json): string {
  return textOf(value).trim().normalize('NFC').toLowerCase()
}

/** Whole numbers as bigint, so that digits beyond 2^53 count. */
function numberOf(value: Json, form: RegExp): number | bigint | undefined {
  if (typeof value === 'number' || typeof value === 'bigint') return value
  if (typeof value !== 'string') return undefined
  const text = value.trim()
  if (!form.test(text)) return undefined
  return /^[+-]?\d+$/.test(text) ? BigInt(text.replace('+', '')) : Number(text)
}

/** `<` and `>` compare a number and a bigint by their exact values. */
function same(a: number | bigint, b: number | bigint): boolean {
  return !(a < b) && !(a > b)
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value)
}
