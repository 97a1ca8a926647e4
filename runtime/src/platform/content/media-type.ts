/** The media type of a Content-Type header in lower case without parameters; empty when there is none. */
export function mediaTypeOf(contentType: string | undefined): string {
  return (contentType ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? ''
}

const jsonTypes: ReadonlySet<string> = new Set(['application/json', 'text/json', 'application/x-json', 'text/x-json'])

/** True for JSON under all its names, `application/problem+json` and similar ones included. */
export function isJsonType(type: string): boolean {
  return jsonTypes.has(type) || type.endsWith('+json')
}

const jsonLinesTypes: ReadonlySet<string> = new Set([
  'application/x-ndjson',
  'application/ndjson',
  'application/jsonl',
  'application/x-jsonl',
  'application/x-jsonlines',
  'application/jsonlines',
  'application/json-seq',
  'text/x-ndjson',
  'text/jsonl',
])

/** True for one JSON document per line, or after each record separator. */
export function isJsonLinesType(type: string): boolean {
  return jsonLinesTypes.has(type)
}

export function isXmlType(type: string): boolean {
  return type === 'application/xml' || type === 'text/xml' || type.endsWith('+xml')
}

/** The charset parameter of a Content-Type, in lower case. */
export function charsetOf(contentType: string | undefined): string | undefined {
  return /;\s*charset\s*=\s*["']?([^\s;"']+)/i.exec(contentType ?? '')?.[1]?.toLowerCase()
}
