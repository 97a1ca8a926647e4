import { toAppError } from '@patchbay/shared/errors'
import { retryAfterMs } from '../../kit/retry-after.ts'
import type { WebClient } from '../../platform/egress/web-client.ts'

/** The outcome of posting an item to an address of Zapier. */
export type PostOutcome =
  | { readonly kind: 'delivered'; readonly answer: string }
  /** 410: the subscription no longer exists. */
  | { readonly kind: 'gone'; readonly answer: string }
  /** Another attempt may succeed, after the pause that the other side asked for. */
  | { readonly kind: 'later'; readonly answer: string; readonly afterMs?: number }
  | { readonly kind: 'refused'; readonly answer: string; readonly code: string }

/** Zapier gives a hook 30 s. */
const timeoutMs = 30_000
const mostRetryAfterMs = 8 * 60 * 60 * 1000
const mayPass = new Set(['TIMEOUT', 'HOST_NOT_FOUND', 'CONNECTION_FAILED', 'RESPONSE_TOO_LARGE'])

/**
 * Posts an item. Any 2xx counts as delivered: Zapier only confirms that it has received the data.
 * @throws the reason of `signal`
 */
export async function postItem(
  web: WebClient,
  { url, item, now }: { readonly url: string; readonly item: string; readonly now: Date },
  signal: AbortSignal,
): Promise<PostOutcome> {
  try {
    const headers = [['content-type', 'application/json']] as const
    const call = { method: 'POST', url, headers, body: item, timeoutMs, maxBytes: 256 * 1024, signal }
    // A delivery that failed is tried again anyway, so receivers know that an item may come twice.
    const request = { ...call, isRepeatable: true }
    const { statusCode, statusText, headers: given } = await web.request(request)
    const answer = `${statusCode} ${statusText}`.trim()
    if (statusCode >= 200 && statusCode < 300) return { kind: 'delivered', answer }
    if (statusCode === 410) return { kind: 'gone', answer }
    if (statusCode === 408 || statusCode === 429 || statusCode >= 500) {
      const afterMs = retryAfterMs(given, now)
      return { kind: 'later', answer, ...(afterMs === undefined ? {} : { afterMs: withinBounds(afterMs) }) }
    }
    return { kind: 'refused', answer, code: 'HTTP_STATUS' }
  } catch (thrown) {
    signal.throwIfAborted()
    const { code, message } = toAppError(thrown)
    return mayPass.has(code) ? { kind: 'later', answer: message } : { kind: 'refused', answer: message, code }
  }
}

function withinBounds(afterMs: number): number {
  return Math.min(Math.max(afterMs, 1_000), mostRetryAfterMs)
}
