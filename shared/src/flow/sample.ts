import { isJsonObject, type Json } from '../json/json.ts'
import { parseJson, stringifyJson } from '../json/json-text.ts'
import { isSecretHeaderName } from '../nodes/secret-headers.ts'
import { MAX_SAMPLE_LENGTH } from './limits.ts'

/** How much of a reply a sample keeps: items of each list, properties of each object, characters of each text. */
interface Amount {
  readonly items: number
  readonly properties: number
  readonly characters: number
}

const amounts: readonly Amount[] = [
  { items: 5, properties: 200, characters: 300 },
  { items: 3, properties: 100, characters: 120 },
  { items: 2, properties: 60, characters: 60 },
  { items: 1, properties: 30, characters: 40 },
]
const MAX_DEPTH = 20
const HIDDEN = '•••'

/**
 * A reply as it is kept with an action: its form, with the first items of each list, shortened texts, and `•••` for what
 * is named like a credential. Undefined when it is too large even so.
 */
export function sampleOf(reply: Json): string | undefined {
  for (const amount of amounts) {
    const text = stringifyJson(shortened(reply, amount, 0))
    if (text.length <= MAX_SAMPLE_LENGTH) return text
  }
  return undefined
}

/** The reply in a sample; undefined without one, and for a text that is none. */
export function readSample(sample: string | undefined): Json | undefined {
  if (sample === undefined) return undefined
  try {
    return parseJson(sample)
  } catch {
    return undefined
  }
}

function shortened(value: Json, amount: Amount, depth: number): Json {
  if (typeof value === 'string') return cut(value, amount.characters)
  if (depth > MAX_DEPTH) return null
  if (Array.isArray(value)) return value.slice(0, amount.items).map((item) => shortened(item, amount, depth + 1))
  if (!isJsonObject(value)) return value
  return Object.fromEntries(
    Object.entries(value)
      .slice(0, amount.properties)
      .map(([name, inner]) => [name, isHidden(name, inner) ? HIDDEN : shortened(inner, amount, depth + 1)]),
  )
}

function isHidden(name: string, value: Json): boolean {
  return typeof value === 'string' && value !== '' && isSecretHeaderName(name)
}

function cut(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most).toWellFormed()}…` : text
}
