import { isJsonObject, type Json, parseJson } from '@patchbay/shared/json'
import { isJsonLinesType, isJsonType, isXmlType, mediaTypeOf } from './media-type.ts'
import { parseXml } from './parse-xml.ts'

/** A reply or request body as data. */
export interface Content {
  readonly format: 'json' | 'xml' | 'text' | 'empty'
  /** The data for query expressions; null for text and empty bodies. */
  readonly tree: Json
  /** A sentence that says why the body could not be read as data. `format` is `text` then. */
  readonly problem?: string
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
  if (first === '{' || first === '[') return readJson(text) ?? plainText
  if (!text.startsWith('<?xml', start)) return plainText
  const xml = readXml(text)
  return type === 'text/html' && isPage(xml) ? plainText : xml
}

function isPage({ tree }: Content): boolean {
  return isJsonObject(tree) ? Object.hasOwn(tree, 'html') : true
}

/** A form body as an object. A repeated name holds a list. */
export function readForm(text: string): Json {
  const fields = new Map<string, string[]>()
  for (const [name, value] of new URLSearchParams(text)) fields.set(name, [...(fields.get(name) ?? []), value])
  const single = (values: readonly string[]): Json => (values.length === 1 ? (values[0] ?? '') : values)
  return Object.fromEntries([...fields].map(([name, values]) => [name, single(values)]))
}

const plainText: Content = { format: 'text', tree: null }

function readJson(text: string): Content | undefined {
  try {
    return { format: 'json', tree: parseJson(text) }
  } catch {
    return undefined
  }
}

/** A list of the documents. */
function readJsonLines(text: string): Content | undefined {
  try {
    const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '')
    return { format: 'json', tree: lines.map(parseJson) }
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
