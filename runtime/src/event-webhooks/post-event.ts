import { toAppError } from '@patchbay/shared/errors'
import type { JsonObject } from '@patchbay/shared/json'
import { SECOND_MS } from '@patchbay/shared/time'
import { retryAfterMs } from '../kit/retry-after.ts'
import { basicHeader } from '../kit/service-call.ts'
import { type SignedMessage, signedHeaders } from '../kit/standard-webhooks.ts'
import type { WebClient, WebResponse } from '../platform/egress/web-client.ts'
import { createMask, MASK } from '../platform/secrets/mask.ts'
import type { WebhookSecrets } from './webhook-secrets.ts'

export interface Receiver {
  readonly url: string
  readonly username: string | null
  readonly secrets: WebhookSecrets
}

/** One request to a receiver and its answer, without secrets. */
export interface Posted {
  /** Of the answer; null when there was none. */
  readonly status: number | null
  readonly isOk: boolean
  readonly durationMs: number
  /** What went wrong, in a sentence. */
  readonly error: string | null
  /** The pause that the receiver asked for. */
  readonly askedMs?: number
  readonly request: JsonObject
  readonly response: JsonObject | null
  /** The beginning of the answer's body. */
  readonly answer: string
}

export interface PostOptions {
  readonly web: WebClient
  /** `Patchbay/<version>`. */
  readonly userAgent: string
  readonly now: () => Date
  /** How long a receiver may take. Default 15 s. */
  readonly timeoutMs?: number
}

const TIMEOUT_MS = 15 * SECOND_MS
const MOST_READ_BYTES = 64 * 1024
const MOST_LOGGED_CHARACTERS = 2_000

/**
 * Posts a body once. A redirect is an answer like any other and never followed. Only 2xx is a success, however long the
 * body after it is.
 * @throws the reason of `signal`
 */
export async function postEvent(
  { web, userAgent, now, timeoutMs = TIMEOUT_MS }: PostOptions,
  receiver: Receiver,
  { id, body, signal }: { readonly id: string; readonly body: string; readonly signal: AbortSignal },
): Promise<Posted> {
  const headers = headersOf(receiver, { id, body, now: now(), userAgent })
  const { text: mask } = createMask(secretsOf(receiver.secrets))
  const request = { url: mask(receiver.url), headers: shown(headers, receiver.secrets), body: mask(body) }
  const startedMs = performance.now()
  const took = () => Math.round(performance.now() - startedMs)
  try {
    const response = await web.request({
      method: 'POST',
      url: receiver.url,
      headers,
      body,
      // Receivers know that an event may come twice: it has an id.
      isRepeatable: true,
      maxRedirects: 0,
      timeoutMs,
      maxBytes: MOST_READ_BYTES,
      signal,
    })
    return { ...answerOf(response, { mask, now: now() }), durationMs: took(), request }
  } catch (thrown) {
    signal.throwIfAborted()
    const { message, extra, code } = toAppError(thrown)
    // The answer counts although nobody reads its body to the end.
    const status = code === 'RESPONSE_TOO_LARGE' && typeof extra.statusCode === 'number' ? extra.statusCode : null
    const isOk = status !== null && isSuccess(status)
    const error = isOk ? null : mask(message)
    return { status, isOk, durationMs: took(), error, request, response: null, answer: '' }
  }
}

function answerOf(
  { statusCode, statusText, headers, text }: WebResponse,
  { mask, now }: { readonly mask: (text: string) => string; readonly now: Date },
): Pick<Posted, 'status' | 'isOk' | 'error' | 'askedMs' | 'response' | 'answer'> {
  const isOk = isSuccess(statusCode)
  const isRedirect = statusCode >= 300 && statusCode < 400
  const askedMs = isOk ? undefined : retryAfterMs(headers, now)
  const answer = mask(text).slice(0, MOST_LOGGED_CHARACTERS)
  return {
    status: statusCode,
    isOk,
    error: isOk
      ? null
      : `The receiver answered ${`${statusCode} ${statusText}`.trim()}.${isRedirect ? ' Redirects are not followed.' : ''}`,
    ...(askedMs === undefined ? {} : { askedMs }),
    response: {
      status: statusCode,
      headers: Object.fromEntries(headers.map(([name, value]) => [name, mask(value)])),
      body: answer,
    },
    answer,
  }
}

function isSuccess(status: number): boolean {
  return status >= 200 && status < 300
}

interface Message extends SignedMessage {
  readonly userAgent: string
}

function headersOf(
  { username, secrets }: Receiver,
  { userAgent, ...signed }: Message,
): readonly (readonly [name: string, value: string])[] {
  const { password = '', headers, signing, olderSigning } = secrets
  const own = Object.entries(headers)
  const names = new Set(own.map(([name]) => name.toLowerCase()))
  const given: readonly (readonly [string, string])[] = [
    ['content-type', 'application/json'],
    ...(names.has('user-agent') ? [] : [['user-agent', userAgent] as const]),
    // Sent at once, not only after a 401.
    ...(username === null ? [] : [basicHeader(username, password)]),
    ...own,
    ...signedHeaders(signed, [signing, ...(olderSigning === undefined ? [] : [olderSigning])]),
  ]
  return given
}

/** The headers for the log: what proves who sends is hidden whole. */
function shown(headers: readonly (readonly [string, string])[], { headers: own }: WebhookSecrets): JsonObject {
  return Object.fromEntries(
    headers.map(([name, value]) => [name, name === 'authorization' || Object.hasOwn(own, name) ? MASK : value]),
  )
}

/** Named by their place: a header may be called `password`. */
function secretsOf({ password, headers, signing, olderSigning }: WebhookSecrets): ReadonlyMap<string, string> {
  const secrets = [password, signing, olderSigning, ...Object.values(headers)].filter((secret) => secret !== undefined)
  return new Map(secrets.map((secret, place) => [String(place), secret]))
}
