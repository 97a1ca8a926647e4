import { type Json, stringifyJson, toStorable } from '@patchbay/shared/json'

/**
 * Text for a json column, without what Postgres cannot store.
 * @throws AppError NOT_STORABLE when it is nested too deep, TypeError when it is not JSON.
 */
export function jsonText(value: unknown): string {
  // Documents and errors have types of their own; `stringifyJson` refuses what is not JSON.
  return stringifyJson(toStorable(value as Json))
}

/** For a nullable json column. */
export function jsonTextOrNull(value: unknown): string | null {
  return value === null ? null : jsonText(value)
}
