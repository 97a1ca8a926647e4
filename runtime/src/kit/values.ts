import { isJsonObject, type Json, type JsonObject, numberText, stringifyJson } from '@patchbay/shared/json'

/** A value as it appears in a text: objects as JSON, numbers without an exponent, a missing value as nothing. */
export function textOf(value: Json | undefined): string {
  if (value === undefined || value === null) return ''
  if (typeof value === 'number' || typeof value === 'bigint') return numberText(value)
  return typeof value === 'object' ? stringifyJson(value) : String(value)
}

/** An own property of an object as data; undefined for any other value. */
export function fieldOf(value: Json | undefined, name: string): Json | undefined {
  return isJsonObject(value) && Object.hasOwn(value, name) ? value[name] : undefined
}

/** The rows of a list; none for any other value. */
export function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : []
}

/** When an event was, which its `timestamp` says in milliseconds; undefined when it does not. */
export function timeOf(event: Json): { readonly at: Date } | undefined {
  const ms = fieldOf(event, 'timestamp')
  return typeof ms === 'number' ? { at: new Date(ms) } : undefined
}

/** Makes an object from entries. Every name, including `__proto__`, becomes an own key. */
export function objectOf(entries: Iterable<readonly [string, Json]>): JsonObject {
  return Object.fromEntries(entries)
}
