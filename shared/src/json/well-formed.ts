import { AppError } from '../errors/app-error.ts'
import type { Json, JsonObject } from './json.ts'
import { MAX_JSON_DEPTH } from './json-depth.ts'

/** Text in which every lone surrogate has become U+FFFD. */
export function wellFormed(text: string): string {
  return text.toWellFormed()
}

/** The value with every lone surrogate in keys and texts replaced by U+FFFD; the same object when there is none. */
export function wellFormedJson(value: Json): Json {
  return mapTexts(value, wellFormed, 0)
}

/**
 * What Postgres can store as `json`: NUL and lone surrogates become U+FFFD, in keys and texts. The same object comes
 * back when nothing changes.
 * @throws AppError NOT_STORABLE when the value is nested deeper than {@link MAX_JSON_DEPTH}.
 */
export function toStorable(value: Json): Json {
  return mapTexts(value, storableText, 0)
}

/** The text as Postgres can store it: NUL and lone surrogates become U+FFFD. */
export function storableText(text: string): string {
  return text.includes('\0') ? text.replaceAll('\0', '\uFFFD').toWellFormed() : text.toWellFormed()
}

function mapTexts(value: Json, change: (text: string) => string, depth: number): Json {
  if (typeof value === 'string') return change(value)
  if (typeof value !== 'object' || value === null) return value
  if (depth >= MAX_JSON_DEPTH) {
    throw new AppError('NOT_STORABLE', `A value is nested more than ${MAX_JSON_DEPTH} levels deep.`)
  }
  return isList(value) ? mapList(value, change, depth) : mapObject(value, change, depth)
}

function mapList(list: readonly Json[], change: (text: string) => string, depth: number): Json {
  let changed = false
  const mapped = list.map((item) => {
    const next = mapTexts(item, change, depth + 1)
    if (next !== item) changed = true
    return next
  })
  return changed ? mapped : list
}

function mapObject(object: JsonObject, change: (text: string) => string, depth: number): Json {
  let changed = false
  const entries = Object.entries(object).map(([key, item]): [string, Json] => {
    const nextKey = change(key)
    const next = mapTexts(item, change, depth + 1)
    if (nextKey !== key || next !== item) changed = true
    return [nextKey, next]
  })
  // `fromEntries` defines keys, so `__proto__` stays an ordinary one.
  return changed ? Object.fromEntries(entries) : object
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value)
}
