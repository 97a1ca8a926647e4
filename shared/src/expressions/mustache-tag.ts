import type { JsonPath } from '../json/path.ts'
import { documentedSpelling } from './dollar-token.ts'
import { type Call, parseExpression } from './functions/parse-expression.ts'
import type { Range } from './problem.ts'

/** A tag of mustache. `{{{x}}}` and `{{&x}}` are values like `{{x}}`: nothing bypasses the escape of the place. */
export type Tag = Range &
  (
    | { readonly type: 'value'; readonly path: JsonPath; readonly at: Range; readonly calls: readonly Call[] }
    | {
        readonly type: 'section'
        readonly path: JsonPath
        readonly at: Range
        readonly name: string
        readonly isInverted: boolean
      }
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
  const offset = bodyStart + reach.length - reach.trimStart().length
  return nameTag(isTriple ? '' : (SIGIL.exec(body)?.[0] ?? ''), body, offset, range)
}

const MAX_TAG_LENGTH = 1_000
const COMMENT = /^\{\{\s*!/
const SIGIL = /^[#^/&>=]/

/** @param offset where the body begins in the template */
function nameTag(sigil: string, body: string, offset: number, range: Range): Tag | TagProblem {
  const { start, end } = range
  if (sigil === '>')
    return { type: 'problem', end, message: 'Partials {{>…}} are not supported. Write the text itself.' }
  if (sigil === '=') {
    return { type: 'problem', end, message: 'The delimiters {{ }} cannot be changed. Remove {{=…=}}.' }
  }
  const name = body.slice(sigil.length).trim()
  const parsed = readName(name, offset + body.length - name.length)
  if ('problem' in parsed) {
    const what = body.includes('|') ? 'cannot be read' : 'names no variable'
    return { type: 'problem', end, message: `{{${body}}} ${what}. ${parsed.problem}.` }
  }
  const { path, at, calls } = parsed
  if (sigil === '/') return { type: 'close', name, start, end }
  if (sigil === '#' || sigil === '^') {
    if (calls.length > 0) return { type: 'problem', end, message: IN_SECTION }
    return { type: 'section', path, at, name, isInverted: sigil === '^', start, end }
  }
  return { type: 'value', path, at, calls, start, end }
}

const IN_SECTION =
  'A section takes no functions. Give the value a name in Set Variables first, and write that name in the section.'

interface ReadName {
  readonly path: JsonPath
  readonly at: Range
  readonly calls: readonly Call[]
}

function readName(name: string, offset: number): ReadName | { readonly problem: string } {
  if (name.startsWith('$')) return { problem: 'Inside {{ }} a name stands without its dollar sign' }
  // The item of a section, alone or passed through functions.
  const isItem = /^\.\s*(?:\||$)/.test(name)
  const parsed = parseExpression(isItem ? name.replace('.', 'x') : name, offset)
  if ('problem' in parsed) return parsed
  return { path: isItem ? [] : documentedSpelling(parsed.path), at: parsed.name, calls: parsed.calls }
}
