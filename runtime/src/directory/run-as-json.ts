import type { Json, JsonObject } from '@patchbay/shared/json'

/**
 * Where a synchronization stands, as it is stored. What is undefined has no place in JSON, and null is something else: the
 * context of a bridge may be null.
 */
export function runAsJson(run: Readonly<Record<string, Json | undefined>>): JsonObject {
  const entries = Object.entries(run).filter((entry): entry is [string, Json] => entry[1] !== undefined)
  return Object.fromEntries(entries)
}
