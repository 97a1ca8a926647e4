import { AppError } from '@patchbay/shared/errors'
import { type Json, parseJson } from '@patchbay/shared/json'
import type { WebClient, WebRequest, WebResponse } from '../platform/egress/web-client.ts'

const DEFAULT_TIMEOUT_MS = 10_000
/** For calls that bring a file along. */
export const UPLOAD_TIMEOUT_MS = 60_000
const MOST_ANSWER_BYTES = 1024 * 1024

export interface ServiceRequest extends Pick<WebRequest, 'method' | 'url' | 'headers' | 'body' | 'secretHeaders'> {
  readonly signal: AbortSignal
  /** Default 10 s. */
  readonly timeoutMs?: number
}

export interface ServiceAnswer extends WebResponse {
  /** True for 2xx. */
  readonly isOk: boolean
  /** The body as JSON; undefined when it is none. */
  readonly body: Json | undefined
}

/**
 * Calls a service that answers JSON. Redirects are not followed, because a redirect could lead the credential away and
 * repeat what was asked for.
 * @throws AppError as `WebClient.request`
 */
export async function callService(web: WebClient, request: ServiceRequest): Promise<ServiceAnswer> {
  const { headers, timeoutMs = DEFAULT_TIMEOUT_MS } = request
  const response = await web.request({
    ...request,
    headers: [['accept', 'application/json'], ...headers],
    timeoutMs,
    maxBytes: MOST_ANSWER_BYTES,
    maxRedirects: 0,
  })
  const { statusCode, text } = response
  return { ...response, isOk: statusCode >= 200 && statusCode < 300, body: readJson(text) }
}

/** @throws AppError HTTP_STATUS with the service's own words unless the answer is 2xx */
export function requireOk(answer: ServiceAnswer, { service, reason }: { service: string; reason: string }): void {
  if (!answer.isOk) throw refusedCall(`${service} answered ${answer.statusCode}${reason === '' ? '' : `: ${reason}`}`)
}

/** A call that the service refused, or whose answer says that something is wrong. */
export function refusedCall(message: string): AppError {
  return new AppError('HTTP_STATUS', message)
}

function readJson(text: string): Json | undefined {
  try {
    return parseJson(text)
  } catch {
    return undefined
  }
}

/** An `Authorization: Basic` header. */
export function basicHeader(username: string, password: string): readonly [string, string] {
  return ['authorization', `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`]
}
