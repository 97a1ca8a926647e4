import { MOST_MEDIA_BYTES } from '../kit/media.ts'
import type { WebResponse } from '../platform/egress/web-client.ts'
import { buildRequest, type SentRequest } from './build-request.ts'
import { credentialOf } from './credential.ts'
import { remainingMs, type Trip } from './trip.ts'

export interface Exchange {
  readonly request: SentRequest
  /** With `raw` and no text. */
  readonly response: WebResponse
}

/**
 * Sends the request of the trip, with the credential that is not in its inputs. That stays at home where a page is at
 * another origin.
 */
export async function sendRequest(trip: Trip, request: SentRequest): Promise<Exchange> {
  const credential = trip.page?.isElsewhere === true ? undefined : await credentialOf(trip, request.url)
  if (credential === undefined) return send(trip, request)
  const first = await send(trip, buildRequest(trip, credential))
  if (first.response.statusCode !== 401 || credential.token === undefined) return first
  // Where a redirect has made GET of it, the request itself may have been carried out.
  if ((first.response.method ?? request.method) !== request.method) return first
  // The service may have revoked the token early. A request refused with 401 was not carried out, so it may be
  // repeated.
  const renewed = await credentialOf(trip, request.url, credential.token)
  return renewed?.token === credential.token ? first : send(trip, buildRequest(trip, renewed))
}

async function send(trip: Trip, request: SentRequest): Promise<Exchange> {
  const { maxRedirects, idempotencyKey, readReplyAs, maxReplyBytes } = trip.inputs
  const response = await trip.context.services.web.request({
    method: request.method,
    url: request.url,
    headers: request.headers.map(({ name, value }) => [name, value] as const),
    secretHeaders: request.headers.filter((line) => line.isSecret).map(({ name }) => name.toLowerCase()),
    ...(request.body === null ? {} : { body: request.body.content }),
    ...(idempotencyKey === true ? { isRepeatable: true } : {}),
    ...(maxRedirects === undefined ? {} : { maxRedirects }),
    ...(maxReplyBytes === undefined ? {} : { maxBytes: maxReplyBytes }),
    ...(readReplyAs === 'file' ? { maxBytes: MOST_MEDIA_BYTES } : {}),
    reads: 'bytes',
    timeoutMs: remainingMs(trip),
    signal: trip.context.signal,
  })
  return { request, response }
}
