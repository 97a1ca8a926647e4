import { type Json, stringifyJson } from '@patchbay/shared/json'
import { containerOf } from './tree-rows.ts'

/** Browsers lay out a text of megabytes for seconds; nobody reads so far. */
const MOST_CHARACTERS = 20_000

/** A value as text, cut short. */
export function previewText(value: Json): string {
  const text = typeof value !== 'string' && containerOf(value) ? stringifyJson(value, 2) : String(value)
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text
}
