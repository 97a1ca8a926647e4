import type { JsonPath } from '../json/path.ts'
import { readDollar } from './dollar-token.ts'
import { isDefault } from './functions/functions.ts'
import type { Call } from './functions/parse-expression.ts'
import { readTag, type Tag } from './mustache-tag.ts'
import type { Place } from './place.ts'
import { MAX_TEMPLATE_PROBLEMS, type Range, type TemplateProblem, templateError } from './problem.ts'
import type { Reference } from './reference.ts'

/** One piece of a template, in the order of the text. `text` is literal text with its escapes undone. */
export type Piece = Range &
  (
    | { readonly type: 'text'; readonly text: string }
    | {
        readonly type: 'value'
        readonly path: JsonPath
        readonly isAbsolute: boolean
        readonly calls: readonly Call[]
      }
    | {
        readonly type: 'section'
        readonly path: JsonPath
        readonly at: Range
        readonly isInverted: boolean
        readonly name: string
      }
    | { readonly type: 'close'; readonly name: string }
    | { readonly type: 'comment' }
  )

export interface Scan {
  readonly pieces: readonly Piece[]
  readonly references: readonly Reference[]
  readonly problems: readonly TemplateProblem[]
}

/**
 * Cuts a template into literal text and tokens. Never throws: what cannot be read stays text and is a problem.
 * Rules: longest match; `$$` is one dollar sign; a backslash before `{{` makes it literal, two are two backslashes
 * before a tag.
 */
export function scanTemplate(text: string, place: Place): Scan {
  const draft: Draft = { text, pieces: [], references: [], problems: [], sections: [] }
  let index = 0
  for (;;) {
    NEXT.lastIndex = index
    const match = NEXT.exec(text)
    if (match === null) break
    index = match[0] === '$' ? scanDollar(draft, index, match.index, place) : scanBraces(draft, index, match.index)
  }
  addLiteral(draft, index, text.length)
  for (const section of draft.sections) {
    fail(draft, section, `Section {{#${section.name}}} is never closed. Add {{/${section.name}}}.`)
  }
  return draft
}

const MAX_SECTION_DEPTH = 30

const NEXT = /\$|\{\{/g

type Section = Extract<Piece, { type: 'section' }>

/** What was read so far. */
interface Draft {
  readonly text: string
  readonly pieces: Piece[]
  readonly references: Reference[]
  readonly problems: TemplateProblem[]
  /** Sections that are open here, innermost last. */
  readonly sections: Section[]
}

/** Reads at a `$` after literal text; answers where the rest begins. */
function scanDollar(draft: Draft, literalStart: number, start: number, place: Place): number {
  addLiteral(draft, literalStart, start)
  const read = readDollar(draft.text, start, place)
  if (read.type === 'token') {
    const range = { start, end: read.end }
    const { path, kind, name: at, calls } = read
    draft.pieces.push({ type: 'value', path, isAbsolute: true, calls, ...range })
    addReference(draft, range, { path, kind, at, role: roleOf(calls) })
    addArguments(draft, calls, false)
  } else {
    addLiteral(draft, start, read.end, read.text)
  }
  if (read.type === 'problem') fail(draft, { start, end: read.end }, read.message)
  return read.end
}

/** Reads at `{{` after literal text, which may end in backslashes; answers where the rest begins. */
function scanBraces(draft: Draft, literalStart: number, start: number): number {
  let backslashes = 0
  while (start - backslashes > literalStart && draft.text[start - backslashes - 1] === '\\') backslashes += 1
  if (backslashes % 2 === 1) {
    addLiteral(draft, literalStart, start - 1)
    addLiteral(draft, start - 1, start + 2, '{{')
    return start + 2
  }
  addLiteral(draft, literalStart, start)
  const read = readTag(draft.text, start)
  if (read.type === 'problem') {
    fail(draft, { start, end: read.end }, read.message)
    addLiteral(draft, start, read.end)
  } else {
    addTag(draft, read, { start, end: read.end })
  }
  return read.end
}

function addTag(draft: Draft, tag: Tag, range: Range): void {
  if (tag.type === 'comment') {
    draft.pieces.push({ type: 'comment', ...range })
    return
  }
  if (tag.type === 'close') {
    closeSection(draft, tag.name, range)
    return
  }
  if (tag.path.length === 0 && !isInItem(draft)) {
    fail(draft, range, '{{.}} is the item of a section, so it needs a section such as {{#items}} around it.')
  }
  if (tag.type === 'section') {
    openSection(draft, { ...tag, ...range })
    return
  }
  const { path, at, calls } = tag
  draft.pieces.push({ type: 'value', path, isAbsolute: false, calls, ...range })
  addReference(draft, range, { path, kind: 'mustache', at, role: roleOf(calls) })
  addArguments(draft, calls, isInItem(draft))
}

function roleOf(calls: readonly Call[]): 'value' | 'defaulted' {
  return calls.some(({ definition }) => isDefault(definition)) ? 'defaulted' : 'value'
}

function addArguments(draft: Draft, calls: readonly Call[], isRelative: boolean): void {
  for (const argument of calls.flatMap(({ args }) => args)) {
    if ('value' in argument) continue
    const { path, start, end } = argument
    const source = draft.text.slice(start, end)
    const token = { start, end, source, path, name: String(path[0]), kind: 'argument', at: { start, end } } as const
    draft.references.push({ ...token, role: 'value', isRelative })
  }
}

function openSection(draft: Draft, section: Section): void {
  const { path, at, isInverted, start, end } = section
  if (draft.sections.length >= MAX_SECTION_DEPTH) {
    fail(draft, section, `Sections are nested more than ${MAX_SECTION_DEPTH} deep here. Take one out.`)
    return
  }
  draft.pieces.push(section)
  addReference(draft, { start, end }, { path, kind: 'mustache', at, role: isInverted ? 'inverted' : 'section' })
  draft.sections.push(section)
}

function closeSection(draft: Draft, name: string, range: Range): void {
  const open = draft.sections.pop()
  if (open === undefined) fail(draft, range, `{{/${name}}} closes a section that was never opened. Remove it.`)
  else if (open.name !== name) fail(draft, range, `{{/${name}}} stands where {{/${open.name}}} is expected.`)
  draft.pieces.push({ type: 'close', name, ...range })
}

function addLiteral(draft: Draft, start: number, end: number, text = draft.text.slice(start, end)): void {
  if (start < end) draft.pieces.push({ type: 'text', text, start, end })
}

function addReference(draft: Draft, range: Range, token: Pick<Reference, 'path' | 'kind' | 'at' | 'role'>): void {
  const [name] = token.path
  if (name === undefined) return
  const source = draft.text.slice(range.start, range.end)
  const isRelative = token.kind === 'mustache' && isInItem(draft)
  draft.references.push({ ...range, source, ...token, name: String(name), isRelative })
}

/** An inverted section has no item. */
function isInItem(draft: Draft): boolean {
  return draft.sections.some((section) => !section.isInverted)
}

function fail(draft: Draft, range: Range, message: string): void {
  if (draft.problems.length < MAX_TEMPLATE_PROBLEMS) draft.problems.push(templateError(range, message))
}
