import { type Json, stringifyJson } from '@patchbay/shared/json'

const jsonType = 'application/json; charset=utf-8'

/** A JSON answer. Integers beyond 2^53 keep their digits. */
export function json(value: unknown, status = 200, headers: Readonly<Record<string, string>> = {}): Response {
  // Resources are plain data by construction. Their types only lack the index signature of Json.
  const text = stringifyJson(value as Json)
  return new Response(text, { status, headers: { 'content-type': jsonType, 'cache-control': 'no-store', ...headers } })
}

export function noContent(headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(null, { status: 204, headers })
}
