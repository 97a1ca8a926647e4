import { parseJson } from '@patchbay/shared/json'

/** Type numbers of Postgres that are read differently from what the drivers do by themselves. */
export const pgType = { int8: 20, json: 114, jsonb: 3802 } as const

/**
 * How column text becomes a value, alike on both databases: json by `parseJson`, so that large integers keep
 * their digits, and int8 (counts) as a number. Undefined: as the driver does it.
 */
export function columnParser(type: number): ((text: string) => unknown) | undefined {
  if (type === pgType.json || type === pgType.jsonb) return parseJson
  if (type === pgType.int8) return Number
  return undefined
}
