import type { Json } from './json.ts'
import { assertDepth, mayBeDeep } from './json-depth.ts'

/**
 * Reads JSON text. Integers beyond 2^53 become `bigint`; `__proto__` stays an ordinary key.
 * @throws SyntaxError when the text is not JSON, is nested more than {@link MAX_JSON_DEPTH} levels deep, or has an
 * integer of more than {@link MAX_DIGITS} digits.
 */
export function parseJson(text: string): Json {
  const value: Json = JSON.parse(text)
  if (mayBeDeep(text)) assertDepth(value)
  // The reviver makes parsing several times slower, and only a long run of digits can lose any.
  return hasLongDigits(text) ? JSON.parse(text, keepDigits) : value
}

/**
 * Writes JSON text; a `bigint` keeps its digits.
 * @throws TypeError for `undefined` and other things that are not JSON.
 */
export function stringifyJson(value: Json, indent?: number): string {
  const text = writeJson(value, indent)
  if (text === undefined) throw new TypeError('Only JSON values can be written as JSON.')
  return text
}

/** So many digits in a row are the fewest that may be more than a number holds. */
const LONG_RUN = 16

/** Whether the text has a long run of digits. Such a run covers a place in every so many: only those are looked at. */
function hasLongDigits(text: string): boolean {
  for (let at = LONG_RUN - 1; at < text.length; at += LONG_RUN) {
    if (isDigit(text, at) && runAround(text, at) >= LONG_RUN) return true
  }
  return false
}

/** How many digits stand in a row around this one. */
function runAround(text: string, at: number): number {
  let start = at
  let end = at + 1
  while (isDigit(text, start - 1)) start -= 1
  while (isDigit(text, end)) end += 1
  return end - start
}

function isDigit(text: string, at: number): boolean {
  const code = text.charCodeAt(at)
  return code >= 48 && code <= 57
}

/** Most digits of an integer. Nobody's ID has more. */
const MAX_DIGITS = 400

const INTEGER = /^-?\d+$/

/** What a reviver gets to know about a primitive, and `JSON.rawJSON`: ES2026, not yet in the compiler's library. */
interface ReviverContext {
  readonly source?: string
}
interface RawJson {
  readonly rawJSON: (text: string) => unknown
}

function keepDigits(_key: string, value: unknown, context?: ReviverContext): unknown {
  if (typeof value !== 'number' || Number.isSafeInteger(value)) return value
  const source = context?.source
  if (source === undefined || !INTEGER.test(source)) return value
  // Reading and writing a bigint takes the square of its digits.
  if (source.length > MAX_DIGITS) throw new SyntaxError(`A number has more than ${MAX_DIGITS} digits.`)
  return BigInt(source)
}

/** `JSON.stringify` refuses bigints; only then is the slower path with a replacer taken. */
function writeJson(value: Json, indent: number | undefined): string | undefined {
  try {
    return JSON.stringify(value, undefined, indent)
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    // The compiler's library does not know `rawJSON` yet.
    const { rawJSON } = JSON as unknown as RawJson
    return JSON.stringify(value, (_key, item) => (typeof item === 'bigint' ? rawJSON(String(item)) : item), indent)
  }
}
