import { stringifyJson } from '@patchbay/shared/json'

/** A request as it is typed: headers by line, the query as in an address. */
export interface RequestText {
  readonly method: string
  readonly headers: string
  readonly query: string
  readonly body: string
}

/** `Name: value` in each line. A line without a colon is a name without a value. */
export function readHeaders(text: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    text.split('\n').flatMap((line): [string, string][] => {
      const [name = '', ...value] = line.split(':')
      return name.trim() === '' ? [] : [[name.trim(), value.join(':').trim()]]
    }),
  )
}

/** `a=1&b=2`, with or without a question mark before it. The last value of a name counts. */
export function readQuery(text: string): Readonly<Record<string, string>> {
  return Object.fromEntries(new URLSearchParams(text.trim()))
}

/** Headers that say something of the connection, not of the request. */
const ofConnection = new Set(['host', 'connection', 'content-length', 'accept-encoding', 'transfer-encoding'])

/** The request that started a run, from the outputs of its Webhook. */
export function requestTextOf(outputs: Readonly<Record<string, unknown>>): RequestText {
  const { method, headers, query, rawBody, body } = outputs
  const sent = Object.entries(textsIn(headers)).filter(([name]) => !ofConnection.has(name.toLowerCase()))
  return {
    method: typeof method === 'string' ? method : '',
    headers: sent.map(([name, value]) => `${name}: ${value}`).join('\n'),
    query: new URLSearchParams(textsIn(query)).toString(),
    body: typeof rawBody === 'string' && rawBody !== '' ? rawBody : bodyText(body),
  }
}

function bodyText(body: unknown): string {
  // It was read from JSON.
  return body == null ? '' : stringifyJson(body as Parameters<typeof stringifyJson>[0], 2)
}

function textsIn(values: unknown): Readonly<Record<string, string>> {
  if (typeof values !== 'object' || values === null) return {}
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]))
}
