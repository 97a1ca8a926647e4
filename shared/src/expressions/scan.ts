import type { JsonPath } from '../json/path.ts'
import { type DollarToken, readDollar } from './dollar-token.ts'
import { readTag, type Tag } from './mustache-tag.ts'
import type { Place } from './place.ts'
import { type Range, type TemplateProblem, templateError } from './problem.ts'
import type { Reference } from './reference.ts'

/** One piece of a template, in the order of the text. `text` is literal text with its escapes undone. */
export type Piece = Range &
  (
    | { readonly type: 'text'; readonly text: string }
    | { readonly type: 'value'; readonly path: JsonPath; readonly isAbsolute: boolean }
    | { readonly type: 'section'; readonly path: JsonPath; readonly isInverted: boolean; readonly name: string }
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
  const scanner = createScanner(text)
  let index = 0
  for (;;) {
    NEXT.lastIndex = index
    const match = NEXT.exec(text)
    if (match === null) break
    index = match[0] === '$' ? scanDollar(scanner, index, match.index, place) : scanBraces(scanner, index, match.index)
  }
  scanner.literal(index, text.length)
  return scanner.finish()
}

const MAX_SECTION_DEPTH = 30

const NEXT = /\$|\{\{/g

type Scanner = ReturnType<typeof createScanner>
type Section = Extract<Piece, { type: 'section' }>

function createScanner(text: string) {
  const pieces: Piece[] = []
  const references: Reference[] = []
  const problems: TemplateProblem[] = []
  const sections: Section[] = []

  const fail = (range: Range, message: string) => problems.push(templateError(range, message))
  const isInItem = () => sections.some((section) => !section.isInverted)
  const refer = (range: Range, path: JsonPath, kind: Reference['kind'], role: Reference['role'] = 'value') => {
    if (path.length === 0) return
    const { start, end } = range
    const isRelative = kind === 'mustache' && isInItem()
    references.push({ start, end, source: text.slice(start, end), path, name: String(path[0]), kind, role, isRelative })
  }

  return {
    text,
    fail,
    literal(start: number, end: number, value = text.slice(start, end)) {
      if (start < end) pieces.push({ type: 'text', text: value, start, end })
    },
    dollar({ path, kind, start, end }: DollarToken) {
      pieces.push({ type: 'value', path, isAbsolute: true, start, end })
      refer({ start, end }, path, kind)
    },
    tag(tag: Tag) {
      const { start, end } = tag
      if (tag.type === 'comment') pieces.push({ type: 'comment', start, end })
      else if (tag.type === 'close') closeSection(tag.name, { start, end })
      else openTag(tag, { start, end })
    },
    finish(): Scan {
      for (const section of sections)
        fail(section, `Section {{#${section.name}}} is never closed. Add {{/${section.name}}}.`)
      return { pieces, references, problems }
    },
  }

  function openTag(tag: Extract<Tag, { type: 'value' | 'section' }>, range: Range): void {
    if (tag.path.length === 0 && !isInItem()) {
      fail(range, '{{.}} is the item of a section, so it needs a section such as {{#items}} around it.')
    }
    if (tag.type === 'value') {
      pieces.push({ type: 'value', path: tag.path, isAbsolute: false, ...range })
      refer(range, tag.path, 'mustache')
      return
    }
    if (sections.length >= MAX_SECTION_DEPTH) {
      fail(range, `Sections are nested more than ${MAX_SECTION_DEPTH} deep here. Take one out.`)
      return
    }
    const section: Section = { type: 'section', path: tag.path, isInverted: tag.isInverted, name: tag.name, ...range }
    pieces.push(section)
    refer(range, tag.path, 'mustache', tag.isInverted ? 'inverted' : 'section')
    sections.push(section)
  }

  function closeSection(name: string, range: Range): void {
    const open = sections.pop()
    if (open === undefined) fail(range, `{{/${name}}} closes a section that was never opened. Remove it.`)
    else if (open.name !== name) fail(range, `{{/${name}}} stands where {{/${open.name}}} is expected.`)
    pieces.push({ type: 'close', name, ...range })
  }
}

/** Reads at a `$` after literal text; answers where the rest begins. */
function scanDollar(scanner: Scanner, literalStart: number, start: number, place: Place): number {
  scanner.literal(literalStart, start)
  const read = readDollar(scanner.text, start, place)
  if (read.type === 'token') scanner.dollar(read)
  else scanner.literal(start, read.end, read.text)
  if (read.type === 'problem') scanner.fail({ start, end: read.end }, read.message)
  return read.end
}

/** Reads at `{{` after literal text, which may end in backslashes; answers where the rest begins. */
function scanBraces(scanner: Scanner, literalStart: number, start: number): number {
  let backslashes = 0
  while (start - backslashes > literalStart && scanner.text[start - backslashes - 1] === '\\') backslashes += 1
  if (backslashes % 2 === 1) {
    scanner.literal(literalStart, start - 1)
    scanner.literal(start - 1, start + 2, '{{')
    return start + 2
  }
  scanner.literal(literalStart, start)
  const read = readTag(scanner.text, start)
  if (read.type === 'problem') {
    scanner.fail({ start, end: read.end }, read.message)
    scanner.literal(start, read.end)
  } else {
    scanner.tag(read)
  }
  return read.end
}
