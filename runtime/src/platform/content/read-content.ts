import { type Json, parseJson } from '@patchbay/shared/json'
import { isJsonType, isXmlType, mediaTypeOf } from './media-type.ts'
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
 * Reads a body by its Content-Type (`+json` and `+xml` included). Without a type, or with a vague one such as
 * `text/plain`, the body itself decides, because many services send JSON under a wrong type. Never throws.
 */
export function readContent(body: { readonly text: string; readonly contentType: string | undefined }): Content {
  const start = body.text.search(/\S/)
  if (start === -1) return { format: 'empty', tree: null }
  const type = mediaTypeOf(body.contentType)
  if (type === 'text/html') return plainText
  if (isJsonType(type)) return readJson(body.text) ?? asText(`It is sent as ${type} but is not JSON.`)
  if (isXmlType(type)) return readXml(body.text)
  const first = body.text[start]
  if (first === '{' || first === '[') return readJson(body.text) ?? plainText
  if (body.text.startsWith('<?xml', start)) return readXml(body.text)
  return plainText
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

function readXml(text: string): Content {
  const parsed = parseXml(text)
  return 'problem' in parsed ? asText(parsed.problem) : { format: 'xml', tree: parsed.tree }
}

function asText(problem: string): Content {
  return { ...plainText, problem }
}
