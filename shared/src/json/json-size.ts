import { isJsonObject, type Json } from './json.ts'

/** Most characters that the rendered inputs of one step have together. Its results may have twice as many. */
export const MAX_STEP_CHARACTERS = 8 * 1024 * 1024

/**
 * About how many characters a value has as JSON text. Stops counting soon after `most`, so that it costs no more than
 * reading as much.
 */
export function jsonSize(value: Json | undefined, most: number): number {
  if (typeof value === 'string') return value.length + BRACKETS
  if (typeof value === 'bigint') return String(value).length
  if (Array.isArray(value)) return sizeOfAll(value, most)
  if (!isJsonObject(value)) return PRIMITIVE
  const keys = Object.keys(value)
  const names = keys.reduce((sum, key) => sum + key.length + BRACKETS, 0)
  return names + sizeOfAll(Object.values(value), most - names)
}

/** The brackets around a list, or the quotes around a text. */
const BRACKETS = 2
const PRIMITIVE = 5

function sizeOfAll(values: readonly Json[], most: number): number {
  let size = BRACKETS
  for (const value of values) {
    if (size > most) return size
    size += 1 + jsonSize(value, most - size)
  }
  return size
}
