import { type AppError, toProblem } from '@patchbay/shared/errors'
import { type Json, stringifyJson } from '@patchbay/shared/json'

const jsonType = 'application/json; charset=utf-8'
const problemType = 'application/problem+json; charset=utf-8'

/** A JSON answer; integers beyond 2^53 keep their digits. */
export function json(value: unknown, status = 200, headers: Readonly<Record<string, string>> = {}): Response {
  // Resources are plain data by construction; interfaces just lack the index signature that Json asks for.
  const text = stringifyJson(value as Json)
  return new Response(text, { status, headers: { 'content-type': jsonType, 'cache-control': 'no-store', ...headers } })
}

export function noContent(headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(null, { status: 204, headers })
}

/** The RFC 9457 answer of an error, with the request's id to be found in the log. */
export function problem(error: AppError, requestId: string): Response {
  const text = JSON.stringify({ ...toProblem(error), requestId })
  return new Response(text, {
    status: error.status,
    headers: { 'content-type': problemType, 'cache-control': 'no-store', ...error.headers },
  })
}
