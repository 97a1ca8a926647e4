/** The media type of a Content-Type header in lower case without parameters; empty when there is none. */
export function mediaTypeOf(contentType: string | undefined): string {
  return (contentType ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? ''
}

const jsonTypes: ReadonlySet<string> = new Set(['application/json', 'text/json', 'application/x-json', 'text/x-json'])

/** True for JSON under all its names, `application/problem+json` and similar ones included. */
export function isJsonType(type: string): boolean {
  return jsonTypes.has(type) || type.endsWith('+json')
}

export function isXmlType(type: string): boolean {
  return type === 'application/xml' || type === 'text/xml' || type.endsWith('+xml')
}
