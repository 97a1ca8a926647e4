import { type JsonPath, parsePath } from '../json/path.ts'
import { documentedSpelling } from './dollar-token.ts'
import type { Range } from './problem.ts'

/** A tag of mustache. `{{{x}}}` and `{{&x}}` are values like `{{x}}`: nothing bypasses the escape of the place. */
export type Tag = Range &
  (
    | { readonly type: 'value'; readonly path: JsonPath; readonly name: string }
    | { readonly type: 'section'; readonly path: JsonPath; readonly name: string; readonly isInverted: boolean }
    | { readonly type: 'close'; readonly name: string }
    | { readonly type: 'comment' }
  )

type TagProblem = { readonly type: 'problem'; readonly end: number; readonly message: string }

/** Reads the tag that opens at `start`. */
export function readTag(text: string, start: number): Tag | TagProblem {
  const comment = COMMENT.exec(text.slice(start, start + MAX_TAG_LENGTH))
  const isTriple = text[start + 2] === '{'
  const closing = isTriple ? '}}}' : '}}'
  const bodyStart = start + (isTriple ? 3 : 2)
  // A name is short: without this bound, many unclosed tags would each look through the whole text.
  const reach = comment === null ? text.slice(bodyStart, start + MAX_TAG_LENGTH) : text.slice(bodyStart)
  const length = reach.indexOf(closing)
  const body = reach.slice(0, Math.max(length, 0)).trim()
  if (length === -1 || (comment === null && body.includes('{{'))) {
    const message = `"${isTriple ? '{{{' : '{{'}" is never closed by "${closing}". Close it, or write "\\{{" for the signs themselves.`
    return { type: 'problem', end: bodyStart, message }
  }
  const range = { start, end: bodyStart + length + closing.length }
  if (comment !== null) return { type: 'comment', ...range }
  return isTriple ? nameTag('', body, range) : nameTag(SIGIL.exec(body)?.[0] ?? '', body, range)
}

const MAX_TAG_LENGTH = 1_000
const COMMENT = /^\{\{\s*!/
const SIGIL = /^[#^/&>=]/

function nameTag(sigil: string, body: string, range: Range): Tag | TagProblem {
  const { start, end } = range
  if (sigil === '>')
    return { type: 'problem', end, message: 'Partials {{>…}} are not supported. Write the text itself.' }
  if (sigil === '=') {
    return { type: 'problem', end, message: 'The delimiters {{ }} cannot be changed. Remove {{=…=}}.' }
  }
  const name = body.slice(sigil.length).trim()
  const parsed = pathOf(name)
  if ('problem' in parsed) {
    return { type: 'problem', end, message: `{{${body}}} names no variable. ${parsed.problem}.` }
  }
  if (sigil === '/') return { type: 'close', name, start, end }
  if (sigil === '#' || sigil === '^') {
    return { type: 'section', path: parsed.path, name, isInverted: sigil === '^', start, end }
  }
  return { type: 'value', path: parsed.path, name, start, end }
}

function pathOf(name: string): { readonly path: JsonPath } | { readonly problem: string } {
  if (name === '.') return { path: [] }
  if (name.startsWith('$')) return { problem: 'Inside {{ }} a name stands without its dollar sign' }
  const parsed = parsePath(name)
  return 'path' in parsed ? { path: documentedSpelling(parsed.path) } : parsed
}
