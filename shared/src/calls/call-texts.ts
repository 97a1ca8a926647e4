import { isJsonObject, type Json, stringifyJson } from '../json/index.ts'

/** A request that starts a flow, as another system sends it. */
export interface CallRequest {
  readonly method: string
  readonly url: string
  readonly headers: readonly { readonly name: string; readonly value: string }[]
  readonly user?: { readonly name: string; readonly password: string }
  /** Sent as JSON; undefined for a method that carries nothing. */
  readonly body?: Json
}

/** The languages in which a call is written, in the order of their tabs. */
export const callLanguages = ['curl', 'javascript', 'python'] as const
export type CallLanguage = (typeof callLanguages)[number]

/** The request as a command or a program that does it and prints the answer. */
export function callText(request: CallRequest, language: CallLanguage): string {
  return writers[language](request)
}

const JSON_TYPE = 'application/json'

const writers: Readonly<Record<CallLanguage, (request: CallRequest) => string>> = {
  curl({ method, url, headers, user, body }) {
    const lines = [
      ...(user === undefined ? [] : [`-u ${inShell(`${user.name}:${user.password}`)}`]),
      ...headers.map(({ name, value }) => `-H ${inShell(`${name}: ${value}`)}`),
      ...(body === undefined
        ? []
        : [`-H ${inShell(`Content-Type: ${JSON_TYPE}`)}`, `-d ${inShell(stringifyJson(body))}`]),
    ]
    return [`curl -X ${method} ${inShell(url)}`, ...lines.map((line) => `  ${line}`)].join(' \\\n')
  },

  javascript({ method, url, headers, user, body }) {
    const fields = [
      ...headers.map(({ name, value }) => [inQuotes(name), inQuotes(value)]),
      ...(user === undefined
        ? []
        : [['Authorization', `'Basic ' + btoa(${inQuotes(`${user.name}:${user.password}`)})`]]),
      ...(body === undefined ? [] : [[inQuotes('Content-Type'), inQuotes(JSON_TYPE)]]),
    ]
    return [
      `const response = await fetch(${inQuotes(url)}, {`,
      `  method: ${inQuotes(method)},`,
      '  headers: {',
      ...fields.map(([name, value]) => `    ${name}: ${value},`),
      '  },',
      ...(body === undefined ? [] : [`  body: JSON.stringify(${indented(stringifyJson(body, 2), 2)}),`]),
      '})',
      'console.log(response.status, await response.text())',
    ].join('\n')
  },

  python({ method, url, headers, user, body }) {
    return [
      ...(user === undefined ? [] : ['import base64']),
      'import json',
      'import urllib.request',
      '',
      ...(body === undefined ? [] : [`body = ${inPython(body, '')}`]),
      'request = urllib.request.Request(',
      `    ${inQuotes(url)},`,
      `    method=${inQuotes(method)},`,
      ...(body === undefined ? [] : ['    data=json.dumps(body).encode(),']),
      ')',
      ...headers.map(({ name, value }) => `request.add_header(${inQuotes(name)}, ${inQuotes(value)})`),
      ...(user === undefined
        ? []
        : [
            `user = base64.b64encode(${inQuotes(`${user.name}:${user.password}`)}.encode()).decode()`,
            `request.add_header("Authorization", "Basic " + user)`,
          ]),
      ...(body === undefined ? [] : [`request.add_header("Content-Type", "${JSON_TYPE}")`]),
      'with urllib.request.urlopen(request) as response:',
      '    print(response.status, response.read().decode())',
    ].join('\n')
  },
}

/** A collection with the request, to be imported by Postman. Text of a JSON file in its format v2.1. */
export function postmanCollection(name: string, { method, url, headers, user, body }: CallRequest): string {
  const { protocol, hostname, port, pathname } = new URL(url)
  const type = body === undefined ? [] : [{ key: 'Content-Type', value: JSON_TYPE }]
  const request = {
    method,
    header: [...headers.map(({ name: key, value }) => ({ key, value })), ...type],
    ...(user === undefined ? {} : { auth: basicAuth(user) }),
    ...(body === undefined
      ? {}
      : { body: { mode: 'raw', raw: stringifyJson(body, 2), options: { raw: { language: 'json' } } } }),
    url: {
      raw: url,
      protocol: protocol.slice(0, -1),
      host: hostname.split('.'),
      ...(port === '' ? {} : { port }),
      path: pathname.split('/').slice(1),
    },
  }
  const schema = 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json'
  return `${JSON.stringify({ info: { name, schema }, item: [{ name, request, response: [] }] }, null, 2)}\n`
}

function basicAuth({ name, password }: NonNullable<CallRequest['user']>) {
  const entries = Object.entries({ username: name, password })
  return { type: 'basic', basic: entries.map(([key, value]) => ({ key, value, type: 'string' })) }
}

/** Inside single quotes of a shell nothing has a meaning but the quote. */
function inShell(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}

/** A text that JavaScript and Python read alike. */
function inQuotes(text: string): string {
  return JSON.stringify(text)
}

function indented(text: string, by: number): string {
  return text.replaceAll('\n', `\n${' '.repeat(by)}`)
}

function inPython(value: Json, margin: string): string {
  const inner = `${margin}    `
  if (value === null) return 'None'
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  if (typeof value === 'string') return inQuotes(value)
  if (Array.isArray(value))
    return listed(
      '[',
      value.map((item: Json) => inPython(item, inner)),
      ']',
      margin,
    )
  if (!isJsonObject(value)) return String(value)
  const entries = Object.entries(value).map(([name, item]) => `${inQuotes(name)}: ${inPython(item, inner)}`)
  return listed('{', entries, '}', margin)
}

function listed(open: string, items: readonly string[], close: string, margin: string): string {
  if (items.length === 0) return open + close
  return `${open}\n${items.map((item) => `${margin}    ${item},\n`).join('')}${margin}${close}`
}
