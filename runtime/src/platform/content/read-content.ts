import { isJsonObject, type Json, parseJson } from '@patchbay/shared/json'
import { isJsonLinesType, isJsonType, isXmlType, mediaTypeOf } from './media-type.ts'
import { parseXml } from './parse-xml.ts'

/** A reply or request body as data. */
export interface Content {
  readonly format: 'json' | 'xml' | 'text' | 'empty'
  /** The data for query expressions; null for empty bodies, and for text unless text is what was wanted. */
  readonly tree: Json
  /** A sentence that says why the body could not be read as data. `format` is `text` then. */
  readonly problem?: string
}

/** How a body is read whatever its Content-Type says. */
export function readContentAs(text: string, format: 'json' | 'xml' | 'text'): Content {
  if (!/\S/.test(text)) return { format: 'empty', tree: null }
  if (format === 'xml') return readXml(text)
  if (format === 'json') return readJson(text) ?? readJsonLines(text) ?? asText('It is not JSON.')
  return { format: 'text', tree: text }
}

/**
 * Reads a body by its Content-Type: JSON, one JSON document per line, or XML. Without a type, or with any other one, the
 * body itself decides, because many services send JSON as `text/plain` or, as PHP does unless told otherwise, as
 * `text/html`. A web page is text. Never throws.
 */
export function readContent(body: { readonly text: string; readonly contentType: string | undefined }): Content {
  const { text } = body
  const start = text.search(/\S/)
  if (start === -1) return { format: 'empty', tree: null }
  const type = mediaTypeOf(body.contentType)
  if (isJsonType(type)) return readJson(text) ?? asText(`It is sent as ${type} but is not JSON.`)
  if (isJsonLinesType(type)) return readJsonLines(text) ?? asText(`It is sent as ${type} but is not JSON in lines.`)
  if (isXmlType(type)) return readXml(text)
  const first = text[start]
  if (first === '{' || first === '[') return readJson(text) ?? readJsonLines(text) ?? plainText
  if (!text.startsWith('<?xml', start)) return plainText
  const xml = readXml(text)
  return type === 'text/html' && isPage(xml) ? plainText : xml
}

function isPage({ tree }: Content): boolean {
  return isJsonObject(tree) ? Object.hasOwn(tree, 'html') : true
}

const plainText: Content = { format: 'text', tree: null }

function readJson(text: string): Content | undefined {
  try {
    return { format: 'json', tree: parseJson(text) }
  } catch {
    return undefined
  }
}

/** A list of the documents: each on a line, or each after a record separator (RFC 7464). */
function readJsonLines(text: string): Content | undefined {
  const records = text.split(text.includes('\u001e') ? '\u001e' : '\n').filter((record) => /\S/.test(record))
  try {
    return { format: 'json', tree: records.map(parseJson) }
  } catch {
    return undefined
  }
}

function readXml(text: string): Content {
  const parsed = parseXml(text)
  return 'problem' in parsed ? asText(parsed.problem) : { format: 'xml', tree: parsed.tree }
}

function asText(problem: string): Content {
  return { ...plainText, problem }
}
