/** Where a reader of XML stands. */
export type XmlPart =
  | 'content'
  | 'double-quoted'
  | 'single-quoted'
  | 'markup'
  | 'tag'
  | 'comment'
  | 'cdata'
  | 'instruction'
  | 'doctype'

export interface XmlState {
  readonly part: XmlPart
  /**
   * Characters that decide what comes next: an entity as far as it goes (`&am`), the beginning of markup (`<!-`),
   * the beginning of an end (`--`, `]]`, `?`), an open `[` of a doctype, or {@link AFTER_TOKEN}.
   */
  readonly pending: string
}

export const xmlStart: XmlState = { part: 'content', pending: '' }

/** Pending directly after a token in content; `]` follows it where one was read. */
export const AFTER_TOKEN = '\0'

/** The state after one more character of literal text. */
export function nextXmlState({ part, pending }: XmlState, character: string): XmlState {
  switch (part) {
    case 'content':
      return character === '<' ? at('markup', '<') : at('content', contentPending(pending, character))
    case 'double-quoted':
      return character === '"' ? at('tag') : at(part, entityPending(pending, character))
    case 'single-quoted':
      return character === "'" ? at('tag') : at(part, entityPending(pending, character))
    case 'markup':
      return markup(pending + character)
    case 'tag':
      return tag(character)
    case 'comment':
      return until('-->', part, pending, character)
    case 'cdata':
      return until(']]>', part, pending, character)
    case 'instruction':
      return until('?>', part, pending, character)
    case 'doctype':
      return doctype(pending, character)
  }
}

function at(part: XmlPart, pending = ''): XmlState {
  return { part, pending }
}

function tag(character: string): XmlState {
  if (character === '"') return at('double-quoted')
  if (character === "'") return at('single-quoted')
  return at(character === '>' ? 'content' : 'tag')
}

function contentPending(pending: string, character: string): string {
  if (character === ']' && pending.startsWith(AFTER_TOKEN)) return `${pending}]`.slice(0, 3)
  return entityPending(pending, character)
}

function entityPending(pending: string, character: string): string {
  if (character === '&') return '&'
  return pending.startsWith('&') && /^[#A-Za-z0-9]$/.test(character) ? pending + character : ''
}

const COMMENT = '<!--'
const CDATA = '<![CDATA['

function markup(begun: string): XmlState {
  if (begun === COMMENT) return at('comment')
  if (begun === CDATA) return at('cdata')
  if (begun === '<?') return at('instruction')
  if (COMMENT.startsWith(begun) || CDATA.startsWith(begun)) return at('markup', begun)
  return begun.startsWith('<!') ? at('doctype') : tag(begun.slice(1))
}

function until(end: string, part: XmlPart, pending: string, character: string): XmlState {
  const recent = (pending + character).slice(-end.length)
  return recent === end ? at('content') : at(part, recent.slice(1 - end.length))
}

function doctype(pending: string, character: string): XmlState {
  if (character === '[') return at('doctype', '[')
  if (character === ']') return at('doctype')
  return character === '>' && pending === '' ? at('content') : at('doctype', pending)
}
