import { parseJson } from '@patchbay/shared/json'

/** Type numbers (OIDs) of Postgres that are parsed differently from the drivers' default. */
export const pgType = { int8: 20, json: 114, jsonb: 3802 } as const

/**
 * How column text becomes a value, alike on both databases: JSON by `parseJson`, so that large integers keep their
 * digits, and int8 (counts) as a number. Undefined means the driver's default.
 */
export function columnParser(type: number): ((text: string) => unknown) | undefined {
  if (type === pgType.json || type === pgType.jsonb) return parseJson
  if (type === pgType.int8) return Number
  return undefined
}
