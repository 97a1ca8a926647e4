import { decimalOfText, isJsonObject, JSON_NUMBER, type Json, numberText, parseJson } from '../json/index.ts'
import type { InputType } from './expected-input.ts'

export type ReadInput = { readonly value: Json } | { readonly expected: string }

/** What each type takes, in words that follow "has to be". */
export const expectedWords: Readonly<Record<InputType, string>> = {
  any: 'a value',
  text: 'text',
  number: 'a number, such as 12.5',
  boolean: 'yes or no (true or false)',
  date: 'a date or time, such as 2026-03-01 or 2026-03-01T12:30:00Z',
  list: 'a list (a JSON array)',
  object: 'an object (a JSON object)',
}

/**
 * Reads a value as its type. Numbers, yes and no may be sent as text, because forms and many programs send nothing else.
 * Null, and blank text for anything but text, is no value: `isAbsent` says so.
 */
export function readInput(value: Json, type: InputType): ReadInput {
  const read = typeof value === 'string' ? fromText(value, type) : fromData(value, type)
  return read === undefined ? { expected: expectedWords[type] } : { value: read }
}

/** As `readInput`, for what a form sends or a person types: lists and objects are JSON, too. */
export function readInputText(text: string, type: InputType): ReadInput {
  const isJson = type === 'list' || type === 'object'
  return isJson ? readInput(parsed(text) ?? text, type) : readInput(text, type)
}

/** Whether nothing was sent for an input of this type. What is sent for `any` counts even when it is null. */
export function isAbsent(value: Json | undefined, type: InputType): boolean {
  if (value === undefined) return true
  if (type === 'any') return false
  return value === null || (type !== 'text' && typeof value === 'string' && value.trim() === '')
}

function fromData(value: Json, type: InputType): Json | undefined {
  switch (type) {
    case 'any':
      return value
    case 'text':
      // Programs send numbers of orders as numbers.
      return typeof value === 'number' || typeof value === 'bigint' ? numberText(value) : undefined
    case 'number':
      return typeof value === 'number' || typeof value === 'bigint' ? value : undefined
    case 'boolean':
      return typeof value === 'boolean' ? value : undefined
    case 'list':
      return Array.isArray(value) ? value : undefined
    case 'object':
      return isJsonObject(value) ? value : undefined
    case 'date':
      return undefined
  }
}

function fromText(text: string, type: InputType): Json | undefined {
  const trimmed = text.trim()
  switch (type) {
    case 'any':
    case 'text':
      return text
    case 'number':
      return decimalOfText(trimmed, JSON_NUMBER) === undefined ? undefined : numberIn(trimmed)
    case 'boolean':
      return words.get(trimmed.toLowerCase())
    case 'date':
      return isDate(trimmed) ? trimmed : undefined
    case 'list':
    case 'object':
      return undefined
  }
}

/** As JSON has it: integers beyond 2^53 keep their digits, and what no number can hold is none. */
function numberIn(text: string): Json | undefined {
  const value = parsed(text)
  return typeof value === 'bigint' || Number.isFinite(value) ? value : undefined
}

function parsed(text: string): Json | undefined {
  try {
    return parseJson(text)
  } catch {
    return undefined
  }
}

/** What the boxes of forms send, and what people type. */
const words: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['yes', true],
  ['on', true],
  ['1', true],
  ['false', false],
  ['no', false],
  ['off', false],
  ['0', false],
])

const DATE = /^(\d{4})-(\d\d)-(\d\d)(?:[T ]([01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)?)?$/i

/** A day that is in the calendar, with or without a time, a second and a zone. */
export function isDate(text: string): boolean {
  const [, year = '', month = '', day = ''] = DATE.exec(text) ?? []
  return Number(day) >= 1 && Number(day) <= daysIn(Number(year), Number(month))
}

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  if (month < 1 || month > 12) return 0
  return [4, 6, 9, 11].includes(month) ? 30 : 31
}
