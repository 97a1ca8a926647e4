import { type Json, type JsonObject, stringifyJson } from '@patchbay/shared/json'
import type { IntegrationHost } from '../../kit/integration.ts'
import { callService, requireOk, type ServiceAnswer } from '../../kit/service-call.ts'
import { fieldOf, textOf } from '../../kit/values.ts'
import type { LineProperties } from './account.ts'

export type LineHost = Pick<IntegrationHost<LineProperties>, 'web' | 'url' | 'now'>

export interface LineCall {
  readonly properties: LineProperties
  readonly signal: AbortSignal
}

export interface LineRequest {
  readonly method: 'GET' | 'POST' | 'PUT'
  /** Begins with a slash, below `/v2/bot`. */
  readonly path: string
  readonly body?: JsonObject
  /** A UUID under which LINE takes a push once. */
  readonly retryKey?: string
}

export function callLine(
  { web, url }: LineHost,
  { properties, signal }: LineCall,
  { method, path, body, retryKey }: LineRequest,
): Promise<ServiceAnswer> {
  return callService(web, {
    method,
    url: `${url('api')}/v2/bot${path}`,
    headers: [
      authorization(properties),
      ...(body === undefined ? [] : [['content-type', 'application/json'] as const]),
      ...(retryKey === undefined ? [] : [['x-line-retry-key', retryKey] as const]),
    ],
    ...(body === undefined ? {} : { body: stringifyJson(body) }),
    signal,
  })
}

export function authorization({ token }: LineProperties): readonly [string, string] {
  return ['authorization', `Bearer ${token}`]
}

/** @throws AppError HTTP_STATUS with LINE's words unless the answer is 2xx */
export async function requireLine(host: LineHost, call: LineCall, request: LineRequest): Promise<Json | undefined> {
  const answer = await callLine(host, call, request)
  requireOk(answer, { service: 'LINE', reason: reasonOf(answer.body) })
  return answer.body
}

/** What an error says: its message, and which part of the request it is about. */
export function reasonOf(body: Json | undefined): string {
  const details = fieldOf(body, 'details')
  const parts = Array.isArray(details) ? details.map((detail) => textOf(fieldOf(detail, 'message'))) : []
  return [textOf(fieldOf(body, 'message')), ...parts].filter((part) => part !== '').join(': ')
}
