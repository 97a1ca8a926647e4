/** An element as the strict reader sees it. */
export interface XmlElement {
  readonly name: string
  readonly attributes: readonly (readonly [string, string])[]
  readonly children: readonly (XmlElement | string)[]
}

/**
 * Reads a document of elements, attributes and text as XML 1.0 prescribes: refuses illegal characters and unknown
 * entities, normalises line ends (2.11) and attribute values (3.3.3). Neither comments nor CDATA nor instructions.
 */
export function readXml(document: string): XmlElement {
  if (ILLEGAL.test(document)) throw new SyntaxError('illegal character')
  const source = document.replace(/\r\n?/g, '\n')
  const cursor = { index: 0 }
  const root = readElement(source, cursor)
  if (source.slice(cursor.index).trim() !== '') throw new SyntaxError('content after the root')
  return root
}

const ILLEGAL = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u
const OPEN_TAG = /<([A-Za-z][\w-]*)((?:\s+[A-Za-z][\w-]*=(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>/y
const ATTRIBUTE = /([A-Za-z][\w-]*)=(?:"([^"]*)"|'([^']*)')/g

function readElement(source: string, cursor: { index: number }): XmlElement {
  OPEN_TAG.lastIndex = cursor.index
  const match = OPEN_TAG.exec(source)
  if (match === null) throw new SyntaxError(`no tag at ${source.slice(cursor.index, cursor.index + 40)}`)
  const [whole, name = '', attributeText = '', slash] = match
  cursor.index += whole.length
  const attributes = Array.from(attributeText.matchAll(ATTRIBUTE), ([, key = '', double, single]) => {
    return [key, decode((double ?? single ?? '').replace(/[\t\n]/g, ' '))] as const
  })
  return { name, attributes, children: slash === '/' ? [] : readChildren(source, cursor, name) }
}

function readChildren(source: string, cursor: { index: number }, name: string): (XmlElement | string)[] {
  const children: (XmlElement | string)[] = []
  const closing = `</${name}>`
  for (;;) {
    const next = source.indexOf('<', cursor.index)
    if (next === -1) throw new SyntaxError(`${name} is not closed`)
    const text = source.slice(cursor.index, next)
    if (text.includes(']]>')) throw new SyntaxError(']]> in text')
    if (text !== '') children.push(decode(text))
    cursor.index = next
    if (source.startsWith(closing, next)) {
      cursor.index += closing.length
      return children
    }
    children.push(readElement(source, cursor))
  }
}

const ENTITIES = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
  ['quot', '"'],
  ['apos', "'"],
])

function decode(text: string): string {
  return text.replace(/&([^;]*);?/g, (whole, name: string) => {
    const value = /^#\d+$/.test(name) ? String.fromCodePoint(Number(name.slice(1))) : ENTITIES.get(name)
    if (value === undefined || !whole.endsWith(';')) throw new SyntaxError(`unknown entity ${whole}`)
    return value
  })
}
