import { isJsonObject, type Json } from '@patchbay/shared/json'
import { patternOf } from '../platform/secrets/mask.ts'

/** What stands where something of an erased contact was. */
export const ERASED = 'Erased'

/**
 * Makes the functions that take a contact out of what runs have kept.
 * @param texts numbers, names and other words of it, found in any case
 */
export function createMasks(texts: readonly string[]) {
  const hidden = texts.filter((text) => text.length >= SHORTEST)
  const pattern = patternOf(hidden, 'gi')
  const hide = (text: string) => (hidden.length === 0 ? text : text.replace(pattern, ERASED))

  function mask(value: Json, isAll: boolean): Json {
    if (typeof value === 'string') return isAll && value !== '' ? ERASED : hide(value)
    if (typeof value === 'number' || typeof value === 'bigint') {
      return isAll || hidden.some((word) => word.replace(/^\+/, '') === String(value)) ? 0 : value
    }
    if (Array.isArray(value)) return value.map((item) => mask(item, isAll))
    if (!isJsonObject(value)) return value
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [hide(name), mask(item, isAll)]))
  }

  return {
    /** Every text and number is gone; the shape stays. */
    all: (value: Json): Json => mask(value, true),
    /** Only the words of the contact are gone, wherever they stand. */
    words: (value: Json): Json => mask(value, false),
  }
}

/** Shorter ones are parts of many other words. */
const SHORTEST = 4
