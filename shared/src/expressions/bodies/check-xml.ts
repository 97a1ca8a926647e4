import { type BodyFault, QUOTE_SIGNS } from './fault.ts'
import { STAND_IN } from './sample.ts'

/**
 * The first thing in a text that is not XML; null when there is none. Looks at what people get wrong: tags that do not
 * close, values without quotes, signs that need an entity. What a DOCTYPE declares is not read.
 */
export function checkXml(text: string): BodyFault | null {
  if (/^\s+<\?xml\s/.test(text)) return { offset: 0, message: 'nothing may stand before <?xml. Remove the space.' }
  const elements: Elements = { open: [], hasRoot: false }
  let at = 0
  while (at < text.length) {
    const tag = text.indexOf('<', at)
    const fault = contentFault(text, at, tag === -1 ? text.length : tag, elements.open.length > 0)
    if (fault !== null) return fault
    if (tag === -1) break
    const passed = passMarkup(text, tag, elements)
    if (typeof passed === 'object') return passed
    at = passed
  }
  const unclosed = elements.open.at(-1)
  if (unclosed !== undefined) return { offset: unclosed.offset, message: `<${unclosed.name}> is never closed.` }
  if (elements.hasRoot || text.trim() === STAND_IN) return null
  return { offset: 0, message: 'XML begins with an element such as <order>.' }
}

interface Elements {
  readonly open: { readonly name: string; readonly offset: number }[]
  hasRoot: boolean
}

/** Reads a tag, a comment or the like; answers where it ends. */
function passMarkup(text: string, start: number, elements: Elements): number | BodyFault {
  const skipped = endOfSkipped(text, start)
  if (skipped !== undefined) return skipped
  const tag = readTag(text, start)
  if ('message' in tag) return tag
  const message = tag.kind === 'close' ? closeElement(tag.name, elements) : openElement(tag, start, elements)
  return message === undefined ? tag.end : { offset: start, message }
}

function closeElement(name: string, { open }: Elements): string | undefined {
  const last = open.pop()
  if (last === undefined) return `</${name}> closes a tag that was never opened.`
  return last.name === name ? undefined : `</${name}> stands where </${last.name}> is expected.`
}

function openElement({ kind, name }: ReadTag, offset: number, elements: Elements): string | undefined {
  if (elements.open.length === 0 && elements.hasRoot) return 'XML has one element around everything else.'
  elements.hasRoot = true
  if (kind === 'open') elements.open.push({ name, offset })
  return undefined
}

const ENTITY = /&(?:[A-Za-z_][\w.-]*|#\d+|#x[0-9A-Fa-f]+);/y
const BARE_AMPERSAND = 'write &amp; for the sign &.'

function contentFault(text: string, start: number, end: number, isInElement: boolean): BodyFault | null {
  const content = text.slice(start, end)
  const outside = isInElement || content.trim() === STAND_IN ? -1 : content.search(/[^\s\uFEFF]/)
  if (outside !== -1) return { offset: start + outside, message: 'text stands outside the element around everything.' }
  return ampersandFault(text, start, end)
}

function ampersandFault(text: string, start: number, end: number): BodyFault | null {
  for (let at = text.indexOf('&', start); at !== -1 && at < end; at = text.indexOf('&', at + 1)) {
    ENTITY.lastIndex = at
    if (!ENTITY.test(text)) return { offset: at, message: BARE_AMPERSAND }
  }
  return null
}

const SKIPPED = [
  ['<!--', '-->', 'a comment'],
  ['<![CDATA[', ']]>', 'a CDATA section'],
  ['<?', '?>', 'an instruction'],
  ['<!DOCTYPE', '>', 'the DOCTYPE'],
] as const

/** Where a comment and the like ends; undefined at a tag. */
function endOfSkipped(text: string, at: number): number | BodyFault | undefined {
  for (const [begin, end, what] of SKIPPED) {
    if (!text.startsWith(begin, at)) continue
    const found = text.indexOf(end, at + begin.length)
    return found === -1 ? { offset: at, message: `${what} is never closed. Add ${end}.` } : found + end.length
  }
  return undefined
}

interface ReadTag {
  readonly kind: 'open' | 'close' | 'empty'
  readonly name: string
  readonly end: number
}

const NAME = /<(\/?)([\p{L}_:][\p{L}\p{N}_:.-]*)/uy
const ATTRIBUTE = /\s*([\p{L}_:][\p{L}\p{N}_:.-]*)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/uy
const TAG_END = /\s*(\/?)>/y

function readTag(text: string, start: number): ReadTag | BodyFault {
  NAME.lastIndex = start
  const match = NAME.exec(text)
  if (match === null) return { offset: start, message: 'write &lt; for the sign <.' }
  const [source, slash, name = ''] = match
  let at = start + source.length
  for (;;) {
    TAG_END.lastIndex = at
    const ending = TAG_END.exec(text)
    if (ending !== null) {
      const kind = slash === '/' ? 'close' : ending[1] === '/' ? 'empty' : 'open'
      return { kind, name, end: at + ending[0].length }
    }
    ATTRIBUTE.lastIndex = at
    const attribute = ATTRIBUTE.exec(text)
    if (attribute === null) return attributeFault(text, at, name)
    const fault = ampersandFault(text, at, at + attribute[0].length)
    if (fault !== null) return fault
    at += attribute[0].length
  }
}

function attributeFault(text: string, at: number, tag: string): BodyFault {
  const rest = text.slice(at, at + 200)
  if (QUOTE_SIGNS.test(rest.split('>')[0] ?? '')) {
    return { offset: at, message: `<${tag}> has typographic quotes in it. Write the straight quote " instead.` }
  }
  if (/^\s*[\p{L}_:][^\s=<>]*\s*=/u.test(rest)) {
    return { offset: at, message: `a value in <${tag}> needs quotes around it, and no < in them.` }
  }
  return { offset: at, message: `<${tag}> cannot be read. A tag ends with > and has nothing but name="value" in it.` }
}
