/**
 * Where the text of a template lands, which decides how values are escaped. `value` keeps the type of a lone token;
 * `plain` is a body that is none of JSON, XML and form.
 */
export type Place = 'text' | 'value' | 'url' | 'header' | 'json' | 'xml' | 'form' | 'plain'

/** The rule for a body of this content type, structured suffixes (`+json`, `+xml`) included. */
export function placeOfBody(contentType: string | undefined): Place {
  const type = (contentType ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? ''
  if (JSON_TYPES.has(type) || type.endsWith('+json')) return 'json'
  if (XML_TYPES.has(type) || type.endsWith('+xml')) return 'xml'
  return type === 'application/x-www-form-urlencoded' ? 'form' : 'plain'
}

const JSON_TYPES = new Set(['application/json', 'text/json', 'application/x-ndjson', 'application/jsonl'])
const XML_TYPES = new Set(['application/xml', 'text/xml'])
