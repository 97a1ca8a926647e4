import { isJsonObject, type Json, type JsonObject } from '@patchbay/shared/json'
import { XMLParser, XMLValidator } from 'fast-xml-parser'

/** Maximum nesting of elements; deeper documents are refused. */
const MAX_DEPTH = 100

/**
 * Most elements, attributes and the like in a document. Each costs the event loop a few microseconds, and a small packed
 * reply may unpack to a million of them. A reply of 5 MiB with records of ordinary size has fewer.
 */
const MAX_PIECES = 100_000

/** A parser's message may repeat a whole document. */
const MAX_REASON = 200

/** Marks names that the parser would refuse, such as `__proto__`. No XML name begins with this character. */
const MARK = '\u0001'

/**
 * The parser does not expand entities, so a document cannot grow while it is read or name a file. The five entities of
 * XML and character references are decoded below.
 */
const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  processEntities: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
  cdataPropName: '#cdata',
  maxNestedTags: MAX_DEPTH,
  transformTagName: markReserved,
  transformAttributeName: markReserved,
  onDangerousProperty: (name) => name,
})

/** Marks the names that the parser refuses because it builds plain objects. */
function markReserved(name: string): string {
  return name === '__proto__' || name === 'constructor' || name === 'prototype' ? `${MARK}${name}` : name
}

const TEXT = '#text'
const CDATA = '#cdata'
const ATTRIBUTES = ':@'

/**
 * Parses an XML document into the tree that query expressions read: `{ root: … }`. An element with only text becomes
 * that text. Others become objects with their children, `@name` for attributes and `#text` for text between children.
 * Children with the same name become a list. All values stay texts.
 */
export function parseXml(text: string): { readonly tree: JsonObject } | { readonly problem: string } {
  if (hasTooManyPieces(text)) return problem(`it has more than ${MAX_PIECES} elements and attributes`)
  try {
    const valid = XMLValidator.validate(text)
    if (valid !== true) return problem(`line ${valid.err.line}: ${valid.err.msg}`)
    // The parser's types say `any`. In this mode it returns a list of objects.
    const nodes: Json = parser.parse(text)
    const roots = elementsOf(nodes)
    return roots.length === 1 ? { tree: childrenOf(roots) } : problem('it has no single root element')
  } catch (error) {
    return problem(error instanceof Error ? error.message : 'it is damaged')
  }
}

/** Counts from above: what looks like a tag or an attribute inside text counts, too. */
function hasTooManyPieces(text: string): boolean {
  let pieces = 0
  for (let at = text.indexOf('<'); at !== -1 && pieces <= MAX_PIECES; at = text.indexOf('<', at + 1)) {
    if (text[at + 1] !== '/') pieces += 1
  }
  for (const _ of pieces <= MAX_PIECES ? text.matchAll(/=\s*["']/g) : []) {
    pieces += 1
    if (pieces > MAX_PIECES) break
  }
  return pieces > MAX_PIECES
}

function problem(reason: string): { readonly problem: string } {
  const short = reason.length > MAX_REASON ? `${reason.slice(0, MAX_REASON)}…` : reason.replace(/\.$/, '')
  return { problem: `It cannot be read as XML: ${short}.` }
}

interface Element {
  readonly name: string
  readonly attributes: JsonObject
  readonly content: readonly JsonObject[]
}

function elementsOf(nodes: Json): readonly Element[] {
  return objectsIn(nodes).flatMap((node) => {
    const name = Object.keys(node).find((key) => key !== ATTRIBUTES)
    if (name === undefined || name === TEXT || name === CDATA) return []
    const attributes = node[ATTRIBUTES]
    return [{ name, attributes: isJsonObject(attributes) ? attributes : {}, content: objectsIn(node[name]) }]
  })
}

/** Children by name, in the order of each name's first occurrence. */
function childrenOf(elements: readonly Element[]): JsonObject {
  const byName = new Map<string, Json[]>()
  for (const element of elements) {
    const name = plainName(element.name)
    const values = byName.get(name)
    if (values === undefined) byName.set(name, [treeOf(element)])
    else values.push(treeOf(element))
  }
  return Object.fromEntries(
    [...byName].map(([name, values]) => [name, values.length === 1 ? (values[0] ?? '') : values]),
  )
}

function treeOf({ attributes, content }: Element): Json {
  const elements = elementsOf(content)
  const text = textIn(content)
  const names = Object.entries(attributes).map(
    ([name, value]) => [`@${plainName(name)}`, undoEntities(String(value))] as const,
  )
  if (names.length === 0 && elements.length === 0) return text
  const hasText = text.trim() !== ''
  return Object.fromEntries([
    ...names,
    ...(hasText ? [[TEXT, text] as const] : []),
    ...Object.entries(childrenOf(elements)),
  ])
}

function textIn(content: readonly JsonObject[]): string {
  const pieces = content.map((node) => {
    if (typeof node[TEXT] === 'string') return undoEntities(node[TEXT])
    return objectsIn(node[CDATA])
      .map((inner) => String(inner[TEXT] ?? ''))
      .join('')
  })
  return pieces.join('')
}

function plainName(name: string): string {
  return name.startsWith(MARK) ? name.slice(MARK.length) : name
}

function objectsIn(value: Json | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : []
}

const namedEntities: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
])

/** Decodes the five entities of XML and character references. Other entities are left unchanged. */
function undoEntities(text: string): string {
  if (!text.includes('&')) return text
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|([a-z]{2,4}));/g, (whole, decimal, hex, name) => {
    if (name !== undefined) return namedEntities.get(name) ?? whole
    const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal)
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole
  })
}
