import { isSecretHeaderName } from '@patchbay/shared/nodes'
import { readRequestUrl } from './request-url.ts'
import type { WebRequest } from './web-client.ts'

type Headers = WebRequest['headers']

/** One request of a call: the original one, or one that a redirect led to. */
export interface Hop {
  readonly method: string
  readonly url: URL
  readonly headers: Headers
  readonly body: WebRequest['body'] | undefined
}

const redirectStatuses = new Set([301, 302, 303, 307, 308])

/** True when a reply redirects to another address. */
export function isRedirect(statusCode: number, location: string | undefined): location is string {
  return location !== undefined && redirectStatuses.has(statusCode)
}

/**
 * Returns the request that a redirect asks for, by RFC 9110 15.4: 303 turns every method except GET and HEAD into GET,
 * 301 and 302 do so for POST, 307 and 308 keep method and body. Credentials and secret headers are dropped when the
 * origin changes. Undefined when the reply is not a redirect.
 * @throws AppError INVALID_URL when the target cannot be called
 */
export function redirectOf(
  hop: Hop,
  reply: { readonly statusCode: number; readonly location: string | undefined },
  secretHeaders: readonly string[] = [],
): Hop | undefined {
  const { statusCode, location } = reply
  if (!isRedirect(statusCode, location)) return undefined
  const url = readRequestUrl(location, hop.url)
  const becomesGet =
    statusCode === 303 ? hop.method !== 'GET' && hop.method !== 'HEAD' : hop.method === 'POST' && statusCode < 303
  const staysHome = url.origin === hop.url.origin
  const isDropped = (name: string) =>
    (becomesGet && name.startsWith('content-')) ||
    (!staysHome && (name === 'host' || isSecretHeaderName(name) || secretHeaders.includes(name)))
  return {
    method: becomesGet ? 'GET' : hop.method,
    url,
    headers: hop.headers.filter(([name]) => !isDropped(name.toLowerCase())),
    body: becomesGet ? undefined : hop.body,
  }
}
