import { AppError } from '@patchbay/shared/errors'
import { Agent } from 'undici'
import { decodeText } from '../content/charset.ts'
import { KNOWN_CODINGS } from '../content/unpack.ts'
import { startDeadline } from './deadline.ts'
import { exchange, type Reply, type ReplyHeaders } from './exchange.ts'
import { toWebFailure } from './failure.ts'
import { createGuardedConnector, type ResolveAll } from './guard.ts'
import { type Hop, isRedirect, redirectOf } from './redirect.ts'
import { unpackBody } from './reply-body.ts'
import { readRequestUrl } from './request-url.ts'
import type { WebClient, WebRequest, WebResponse } from './web-client.ts'

/** Largest reply that is read, unless a request sets its own limit. */
const DEFAULT_MAX_BYTES = 5 * 1024 * 1024

const MAX_REDIRECTS = 5

/** Headers that the client sets itself or that concern one connection. A flow's own values would break the framing. */
const framingHeaders = new Set([
  'connection',
  'content-length',
  'expect',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

const ownHeaders = [
  ['accept', '*/*'],
  ['accept-encoding', KNOWN_CODINGS],
  ['user-agent', 'patchbay'],
] as const

export interface WebClientOptions {
  /** Entries of PATCHBAY_EGRESS_ALLOW. */
  readonly allow: readonly string[]
  /** Resolves names. Default: the system's resolver; tests supply their own. */
  readonly resolve?: ResolveAll
}

/**
 * The client for every call to an address supplied by a user: guarded, with kept-alive connections. Call `close` when
 * it is no longer needed.
 */
export function createWebClient(options: WebClientOptions): WebClient & { close(): Promise<void> } {
  const agent = new Agent({
    connect: createGuardedConnector(options),
    // One deadline covers connecting, headers and body, so undici's own timers are off.
    headersTimeout: 0,
    bodyTimeout: 0,
    maxHeaderSize: 64 * 1024,
  })
  return {
    request: (request) => call(agent, request),
    close: () => agent.destroy(),
  }
}

async function call(agent: Agent, request: WebRequest): Promise<WebResponse> {
  const url = readRequestUrl(request.url)
  const deadline = startDeadline(request)
  const first: Hop = { method: request.method, url, headers: withOwnHeaders(request.headers), body: request.body }
  let hop = first
  const limits = {
    maxBytes: request.maxBytes ?? DEFAULT_MAX_BYTES,
    isSkipped: (statusCode: number, headers: ReplyHeaders) =>
      request.followRedirects !== false && isRedirect(statusCode, singleOf(headers.location)),
  }
  try {
    for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects += 1) {
      const reply = await exchange(agent, hop, limits, deadline)
      const next = nextHop(request, hop, reply)
      if (next === undefined)
        return readReply(reply, isPacked(reply) ? await unpack(reply, limits.maxBytes) : reply.body)
      hop = next
    }
    throw new AppError(
      'TOO_MANY_REDIRECTS',
      `${url.host} led from one address to the next more than ${MAX_REDIRECTS} times.`,
      { extra: { help: 'Use the final address as the URL.' } },
    )
  } catch (thrown) {
    // The deadline's reason is the true cause, whatever error the broken connection reports.
    throw toWebFailure(deadline.reason ?? thrown, hop.url.host, hop === first)
  } finally {
    deadline.stop()
  }
}

function nextHop(request: WebRequest, hop: Hop, { statusCode, headers }: Reply): Hop | undefined {
  if (request.followRedirects === false) return undefined
  return redirectOf(hop, { statusCode, location: singleOf(headers.location) }, request.secretHeaders)
}

function readReply({ statusCode, statusText, headers }: Reply, bytes: Uint8Array): WebResponse {
  const text = decodeText(bytes, singleOf(headers['content-type']))
  return { statusCode, statusText, headers: listHeaders(headers), text, bytes: bytes.length }
}

function isPacked({ headers }: Reply): boolean {
  return headers['content-encoding'] !== undefined
}

async function unpack({ statusCode, headers, body }: Reply, maxBytes: number): Promise<Uint8Array> {
  try {
    return await unpackBody(body, joined(headers['content-encoding']), maxBytes)
  } catch (thrown) {
    if (!(thrown instanceof AppError)) throw thrown
    throw new AppError(thrown.code, thrown.message, { cause: thrown, extra: { ...thrown.extra, statusCode } })
  }
}

function withOwnHeaders(headers: WebRequest['headers']): WebRequest['headers'] {
  if (headers.length === 0) return ownHeaders
  const sent = headers.filter(([name]) => !framingHeaders.has(name.toLowerCase()))
  const own = ownHeaders.filter(([name]) => !sent.some(([given]) => given.toLowerCase() === name))
  return [...own, ...sent]
}

/** A list header as one line, also where it is sent in several (RFC 9110 5.3). */
function joined(value: string | readonly string[] | undefined): string | undefined {
  return typeof value === 'object' ? value.join(',') : value
}

function singleOf(value: string | readonly string[] | undefined): string | undefined {
  return typeof value === 'object' ? value[0] : value
}

function listHeaders(headers: ReplyHeaders): WebResponse['headers'] {
  const list: (readonly [string, string])[] = []
  for (const name in headers) {
    const value = headers[name] ?? ''
    if (typeof value === 'string') list.push([name, value])
    else for (const single of value) list.push([name, single])
  }
  return list
}
