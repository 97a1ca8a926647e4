import { isJsonObject, type Json, type JsonObject, stringifyJson } from '@patchbay/shared/json'

/** A value as it stands in a text: objects as JSON, missing as nothing. */
export function textOf(value: Json | undefined): string {
  if (value === undefined || value === null) return ''
  return typeof value === 'object' ? stringifyJson(value) : String(value)
}

/** An own property of an object as data; undefined for everything else. */
export function fieldOf(value: Json | undefined, name: string): Json | undefined {
  return isJsonObject(value) && Object.hasOwn(value, name) ? value[name] : undefined
}

/** An object from entries in which any name, `__proto__` included, stays an own key. */
export function objectOf(entries: Iterable<readonly [string, Json]>): JsonObject {
  return Object.fromEntries(entries)
}
