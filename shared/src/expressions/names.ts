import { type JsonPath, parsePath, pathText } from '../json/path.ts'
import { typingErrors } from '../json/typing-errors.ts'

/** Names that the system fills; builders cannot define them. Action outputs (`EXTCALL_2`) come on top. */
export const reservedNames = ['item', 'contact', 'conversation', 'DateTime', 'Flow', 'Run'] as const

/** Longest name of a variable, in characters. */
export const MAX_VARIABLE_NAME_LENGTH = 120

/** Whether the system fills this name: one of {@link reservedNames}, or an action's own outputs by its prefix. */
export function isReserved(name: string, prefixes: readonly string[]): boolean {
  if (reservedNames.some((reserved) => reserved === name)) return true
  return prefixes.some((prefix) => name.startsWith(`${prefix}_`) && /^\d+$/.test(name.slice(prefix.length + 1)))
}

/**
 * Whether a builder may call a variable so: a name that `$name` or `${any name}` reaches without quotes. A leading
 * dollar sign is refused, for it is not part of the name; a `|`, for it begins a function; so is `__proto__`, which means something else to objects.
 */
export function isVariableName(name: string): boolean {
  if (name.length > MAX_VARIABLE_NAME_LENGTH || name.startsWith('$') || name.includes('|') || name === '__proto__')
    return false
  const parsed = parsePath(name)
  return 'path' in parsed && parsed.isLabel && parsed.path[0] === name
}

/** How to write a path as a token: `$temp`, `$EXTCALL_2.body.x[0]`, `${order-no}`, `${a["b c"]}`. */
export function tokenText(path: JsonPath): string {
  const text = pathText(path)
  return SIMPLE_TOKEN.test(text) ? `$${text}` : `\${${text}}`
}

const SIMPLE_TOKEN = /^[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*|\[\d{1,9}\])*$/

/**
 * The candidate that was probably meant, for a did-you-mean: the same letters and digits in another case or spelling,
 * else the one with the fewest typing errors, at most one in three characters.
 */
export function nearestName(name: string, candidates: Iterable<string>): string | undefined {
  const wanted = essence(name)
  let nearest: string | undefined
  let fewest = Math.floor(name.length / 3) + 1
  for (const candidate of candidates) {
    if (candidate === name) continue
    if (wanted !== '' && essence(candidate) === wanted) return candidate
    const errors = typingErrors(name.toLowerCase(), candidate.toLowerCase(), fewest)
    if (errors < fewest) {
      fewest = errors
      nearest = candidate
    }
  }
  return nearest
}

function essence(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')
}
