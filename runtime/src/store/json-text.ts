import { type Json, mayBeDeep, stringifyJson, toStorable } from '@patchbay/shared/json'

/**
 * Text for a JSON column, without characters that Postgres cannot store.
 * @throws AppError NOT_STORABLE when the value is nested too deep, TypeError when it is not JSON
 */
export function jsonText(value: unknown): string {
  // Documents and errors have types of their own. `stringifyJson` throws for values that are not JSON.
  const json = value as Json
  return quickText(json) ?? stringifyJson(toStorable(json))
}

/** How `JSON.stringify` writes NUL and lone surrogates (and, harmlessly, a text that looks like this). */
const UNSTORABLE = /\\u(?:0000|d[89a-f])/

/** Returns the text when a quick check shows that it can be stored, which is nearly always the case. */
function quickText(value: Json): string | undefined {
  try {
    const text = stringifyJson(value)
    return mayBeDeep(text) || UNSTORABLE.test(text) ? undefined : text
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}
