import { isVariableName } from '../expressions/index.ts'
import { textOf } from '../expressions/value-text.ts'
import { isJsonObject, type Json, type JsonObject, stringifyJson } from '../json/index.ts'
import type { InputType } from './expected-input.ts'
import { isDate } from './read-input.ts'

/** A row of Expected Inputs as a real request suggests it. */
export interface GuessedInput {
  readonly name: string
  readonly type: InputType
  readonly required: boolean
  /** As a person would type it. */
  readonly example: string
}

/** The most inputs that are guessed from one request. */
const MOST_INPUTS = 100
const LONGEST_EXAMPLE = 500

/** Names, types and examples of the values in a request. Names that cannot be variables are left out. */
export function guessInputs(body: Json): readonly GuessedInput[] {
  const sample: Json | undefined = Array.isArray(body) ? body[0] : body
  if (!isJsonObject(sample)) return []
  return Object.entries(sample)
    .filter(([name]) => isVariableName(name))
    .slice(0, MOST_INPUTS)
    .map(([name, value]) => ({ name, type: guessType(value), required: true, example: exampleText(value) }))
}

function guessType(value: Json): InputType {
  if (value === null) return 'any'
  if (typeof value === 'string') return isDate(value.trim()) ? 'date' : 'text'
  if (typeof value === 'boolean') return 'boolean'
  if (Array.isArray(value)) return 'list'
  return typeof value === 'object' ? 'object' : 'number'
}

function exampleText(value: Json): string {
  const text = textOf(value)
  if (text.length <= LONGEST_EXAMPLE) return text
  // Half a list or object would not fit its type.
  return typeof value === 'string' ? text.slice(0, LONGEST_EXAMPLE) : ''
}

/** A sample as small as `most` characters of JSON: long texts and lists are cut, then what is deep, then what comes last. */
export function shortenSample(body: JsonObject | readonly Json[], most: number): Json {
  for (const size of [200, 80, 30, 10]) {
    const shorter = shorten(body, size, size > 80 ? 6 : 3)
    if (stringifyJson(shorter).length <= most) return shorter
  }
  return {}
}

function shorten(value: Json, size: number, depth: number): Json {
  if (typeof value === 'string') return value.length > size ? `${value.slice(0, size)}…` : value
  if (value === null || typeof value !== 'object') return value
  if (depth === 0) return Array.isArray(value) ? [] : {}
  if (Array.isArray(value)) return value.slice(0, 2).map((item: Json) => shorten(item, size, depth - 1))
  const entries = Object.entries(value).slice(0, size)
  return Object.fromEntries(entries.map(([name, inner]) => [name, shorten(inner, size, depth - 1)]))
}
