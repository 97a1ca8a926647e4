import { type Json, parseJson } from '@patchbay/shared/json'

/**
 * The items of a value: those of a list, or of a text that is a JSON list. No value, or an empty text,
 * has no items. Undefined for a value that is no list.
 */
export function listOf(value: Json | undefined): readonly Json[] | undefined {
  if (value === undefined || value === null || value === '') return []
  if (Array.isArray(value)) return value
  if (typeof value !== 'string') return undefined
  const text = value.trim()
  if (!text.startsWith('[')) return undefined
  try {
    const parsed = parseJson(text)
    return Array.isArray(parsed) ? parsed : undefined
  } catch {
    return undefined
  }
}
