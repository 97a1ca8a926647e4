import { MOST_MEDIA_BYTES } from '../kit/media.ts'
import type { WebResponse } from '../platform/egress/web-client.ts'
import { buildRequest, type SentRequest } from './build-request.ts'
import type { WebCallInputs } from './inputs.ts'
import { remainingMs, type Trip } from './trip.ts'

export interface Exchange {
  readonly request: SentRequest
  /** With `raw` and no text. */
  readonly response: WebResponse
}

/** Sends the request with its credential, which stays at home where a page is at another origin. */
export async function sendRequest(trip: Trip): Promise<Exchange> {
  const { auth } = trip.inputs
  if (trip.page?.isElsewhere === true) return send(trip, buildRequest(withoutCredential(trip)))
  return auth?.type === 'oauth2' ? sendWithToken(trip, auth) : send(trip, buildRequest(trip))
}

function withoutCredential(trip: Trip): Trip {
  const { auth: _, ...inputs } = trip.inputs
  return { ...trip, inputs }
}

async function sendWithToken(trip: Trip, auth: Authentication): Promise<Exchange> {
  const token = await tokenFor(trip, auth)
  const first = await send(trip, buildRequest(trip, token))
  if (first.response.statusCode !== 401) return first
  // The service may have revoked the token early. A request refused with 401 was not carried out, so it may be
  // repeated.
  const renewed = await tokenFor(trip, auth, token)
  return renewed === token ? first : send(trip, buildRequest(trip, renewed))
}

async function send(trip: Trip, request: SentRequest): Promise<Exchange> {
  const { maxRedirects, idempotencyKey, readReplyAs } = trip.inputs
  const response = await trip.context.services.web.request({
    method: request.method,
    url: request.url,
    headers: request.headers.map(({ name, value }) => [name, value] as const),
    secretHeaders: request.headers.filter((line) => line.isSecret).map(({ name }) => name.toLowerCase()),
    ...(request.body === null ? {} : { body: request.body.content }),
    ...(idempotencyKey === true ? { isRepeatable: true } : {}),
    ...(maxRedirects === undefined ? {} : { maxRedirects }),
    ...(readReplyAs === 'file' ? { maxBytes: MOST_MEDIA_BYTES } : {}),
    reads: 'bytes',
    timeoutMs: remainingMs(trip),
    signal: trip.context.signal,
  })
  return { request, response }
}

type Authentication = NonNullable<WebCallInputs['auth']>

function tokenFor(trip: Trip, auth: Authentication, rejected?: string): Promise<string> {
  const { tokenUrl = '', clientId = '', clientSecret = '', scope = '' } = auth
  const { audience = '', resource = '', parameters = [] } = auth
  return trip.context.services.tokens.token(
    { tokenUrl, clientId, clientSecret, scope, audience, resource, parameters },
    { timeoutMs: remainingMs(trip), signal: trip.context.signal, ...(rejected === undefined ? {} : { rejected }) },
  )
}
