import type { JsonPath } from '../json/path.ts'
import { type Call, parseExpression } from './functions/parse-expression.ts'
import type { Place } from './place.ts'
import type { Range } from './problem.ts'

export interface DollarToken {
  readonly type: 'token'
  readonly kind: 'dollar' | 'brace' | 'paren'
  readonly path: JsonPath
  /** Where the name stands. */
  readonly name: Range
  /** Functions stand between brackets only: a bare `$name | upper` is a variable and plain text. */
  readonly calls: readonly Call[]
  readonly start: number
  readonly end: number
}

/** What stands at a dollar sign: a token, literal text, or something malformed that is kept as text. */
export type DollarRead =
  | DollarToken
  | { readonly type: 'text'; readonly text: string; readonly end: number }
  | { readonly type: 'problem'; readonly text: string; readonly end: number; readonly message: string }

/** Reads `$name.path[0]`, `${any name | functions}`, `$(name)`, `$$`, or a dollar sign that is only text. */
export function readDollar(text: string, start: number, place: Place): DollarRead {
  const next = text[start + 1]
  if (next === '$') return { type: 'text', text: '$', end: start + 2 }
  if (next === '{') return readEnclosed(text, start, BRACE, 'brace')
  if (next === '(') return readEnclosed(text, start, PAREN, 'paren')
  WORD.lastIndex = start
  const match = WORD.exec(text)
  if (match === null) return { type: 'text', text: '$', end: start + 1 }
  const [source, name = '', parts = ''] = match
  const end = start + source.length
  if (parts === '' && text[end] === '=' && isParameterName(text, start, place))
    return { type: 'text', text: source, end }
  const path = documentedSpelling([name, ...partsOf(parts)])
  return { type: 'token', kind: 'dollar', path, name: { start: start + 1, end }, calls: NO_CALLS, start, end }
}

/**
 * `$` + letter or underscore + letters, digits, underscores, then `.name` or `[n]` parts. ASCII only, so that a
 * variable may stand directly before a text in a script without spaces.
 */
const WORD = /\$([A-Za-z_][A-Za-z0-9_]*)((?:\.[A-Za-z_][A-Za-z0-9_]*|\[\d{1,9}\])*)/y
const PART = /\.([A-Za-z_][A-Za-z0-9_]*)|\[(\d{1,9})\]/g
/** Up to the closing bracket, quoted names skipped; bounded, so that a missing bracket costs little. */
const BRACE = /\$\{((?:[^{}"\r\n]|"(?:[^"\\\r\n]|\\.){0,200}"){0,500})\}/y
const PAREN = /\$\(((?:[^()"\r\n]|"(?:[^"\\\r\n]|\\.){0,200}"){0,500})\)/y
const NO_CALLS: readonly Call[] = []

function partsOf(parts: string): (string | number)[] {
  return Array.from(parts.matchAll(PART), ([, name, index]) => name ?? Number(index))
}

/** OData writes its parameters `?$filter=…&$top=…`; there the name belongs to the address. */
function isParameterName(text: string, start: number, place: Place): boolean {
  if (place === 'form' && start === 0) return true
  return (place === 'form' || place === 'url') && (text[start - 1] === '?' || text[start - 1] === '&')
}

function readEnclosed(text: string, start: number, pattern: RegExp, kind: 'brace' | 'paren'): DollarRead {
  const opening = text.slice(start, start + 2)
  pattern.lastIndex = start
  const match = pattern.exec(text)
  if (match === null) {
    const message = `"${opening}" is never closed. Close it, or write "$${opening}" for the signs themselves.`
    return { type: 'problem', text: opening, end: start + 2, message }
  }
  const [source, body = ''] = match
  const end = start + source.length
  const parsed = parseExpression(body, start + opening.length)
  if ('path' in parsed) {
    const { path, name, calls } = parsed
    return { type: 'token', kind, path: documentedSpelling(path), name, calls, start, end }
  }
  if (body.includes('|')) {
    const message = `${source} cannot be read. ${parsed.problem}.`
    return { type: 'problem', text: source, end, message }
  }
  const message = `${source} names no variable. ${parsed.problem}. Write "$${source}" for the signs themselves.`
  return { type: 'problem', text: source, end, message }
}

/** Fields of `$DateTime` are documented with either case of the first letter (`CurrentTimeText`, `currentDateText`). */
export function documentedSpelling(path: JsonPath): JsonPath {
  const [group, field, ...rest] = path
  if (group !== 'DateTime' || typeof field !== 'string') return path
  return [group, field.charAt(0).toLowerCase() + field.slice(1), ...rest]
}
