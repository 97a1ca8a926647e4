import { AppError } from '@patchbay/shared/errors'
import { headerText } from '@patchbay/shared/expressions'
import { decodeText } from '../content/charset.ts'
import { KNOWN_CODINGS } from '../content/unpack.ts'
import { createCallCookies } from './call-cookies.ts'
import { type Deadline, startDeadline } from './deadline.ts'
import type { ExchangeOptions, Reply, ReplyHeaders } from './exchange.ts'
import { toWebFailure } from './failure.ts'
import { type Hop, isRedirect, redirectOf } from './redirect.ts'
import { unpackBody } from './reply-body.ts'
import { type CallRoom, createReplyRoom, SMALL_REPLY_BYTES } from './reply-room.ts'
import { readRequestUrl } from './request-url.ts'
import { createTransport, type Transport, type TransportOptions } from './transport.ts'
import type { HoldingWebClient, WebRequest, WebResponse } from './web-client.ts'

/** Largest reply that is read, unless a request sets its own limit. */
const DEFAULT_MAX_BYTES = 5 * 1024 * 1024

const DEFAULT_MAX_REDIRECTS = 5

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

export interface WebClientOptions extends TransportOptions {
  /** Most bytes of large replies in memory at once. */
  readonly mostReplyBytes?: number
}

/** Methods that may be repeated by definition (RFC 9110 9.2.2). */
const idempotentMethods = new Set(['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE'])

/**
 * The client for every call to an address supplied by a user: guarded, with kept-alive connections. Call `close` when
 * it is no longer needed.
 */
export function createWebClient(options: WebClientOptions): HoldingWebClient & { close(): Promise<void> } {
  const transport = createTransport(options)
  const room = createReplyRoom(options.mostReplyBytes)
  return {
    async request(request) {
      if (request.holder !== undefined) return call(transport, room.open(request.holder), request)
      const holder = {}
      try {
        return await call(transport, room.open(holder), request)
      } finally {
        room.release(holder)
      }
    },
    release: room.release,
    close: () => transport.close(),
  }
}

async function call(transport: Transport, room: CallRoom, request: WebRequest): Promise<WebResponse> {
  const url = readRequestUrl(request.url)
  const deadline = startDeadline(request)
  const first: Hop = { method: request.method, url, headers: withOwnHeaders(request.headers), body: request.body }
  const cookies = createCallCookies()
  let hop = first
  let keptBytes = 0
  const { maxRedirects = DEFAULT_MAX_REDIRECTS } = request
  const limits = {
    maxBytes: request.maxBytes ?? DEFAULT_MAX_BYTES,
    room,
    isSkipped: (statusCode: number, headers: ReplyHeaders) =>
      maxRedirects > 0 && isRedirect(statusCode, locationOf(headers)),
  }
  try {
    for (let redirects = 0; redirects <= maxRedirects; redirects += 1) {
      const isRepeatable = request.isRepeatable ?? idempotentMethods.has(hop.method)
      const sent = { ...hop, headers: cookies.addTo(hop.headers, hop.url) }
      const reply = await transport.send(sent, isRepeatable, limits, deadline)
      const next = maxRedirects === 0 ? undefined : nextHop(request, hop, reply)
      if (next === undefined) {
        const bytes = isPacked(reply) ? await unpack(reply, limits, deadline) : reply.body
        keptBytes = bytes.length
        const answer = readReply(reply, bytes, request.reads)
        return hop === first ? answer : { ...answer, url: hop.url.href, method: hop.method }
      }
      await cookies.take(hop.url, reply.headers['set-cookie'])
      hop = next
    }
    throw new AppError(
      'TOO_MANY_REDIRECTS',
      `${url.host} led from one address to the next more than ${maxRedirects} ${maxRedirects === 1 ? 'time' : 'times'}.`,
      { extra: { help: 'Use the final address.' } },
    )
  } catch (thrown) {
    // The deadline's reason is the true cause, whatever error the broken connection reports.
    const cause = deadline.reason ?? thrown
    throw toWebFailure(cause, { url: hop.url, fault: transport.faultOf(cause), isFirst: hop === first })
  } finally {
    deadline.stop()
    room.settle(keptBytes)
  }
}

function nextHop(request: WebRequest, hop: Hop, { statusCode, headers }: Reply): Hop | undefined {
  return redirectOf(hop, { statusCode, location: locationOf(headers) }, request.secretHeaders)
}

/** Bytes beyond ASCII in a Location are UTF-8, as browsers read them. */
function locationOf({ location }: ReplyHeaders): string | undefined {
  const given = singleOf(location)
  return given === undefined ? undefined : headerText(given)
}

function readReply(
  { statusCode, statusText, headers }: Reply,
  body: Uint8Array,
  reads: WebRequest['reads'],
): WebResponse {
  const head = { statusCode, statusText, headers: listHeaders(headers), bytes: body.length }
  if (reads === 'bytes') return { ...head, text: '', raw: body }
  return { ...head, text: decodeText(body, singleOf(headers['content-type'])) }
}

function isPacked({ headers }: Reply): boolean {
  return headers['content-encoding'] !== undefined
}

/** Most packed replies are small, and those need no room. */
async function unpack(
  reply: Reply,
  { maxBytes, room }: Pick<ExchangeOptions, 'maxBytes' | 'room'>,
  deadline: Deadline,
): Promise<Uint8Array> {
  try {
    return await unpackUpTo(reply, Math.min(SMALL_REPLY_BYTES, maxBytes))
  } catch (thrown) {
    if (maxBytes <= SMALL_REPLY_BYTES || !isTooLarge(thrown)) throw thrown
  }
  await new Promise<void>((resolve, reject) => {
    deadline.onPassed(reject)
    void room.take(maxBytes).then(resolve)
  })
  return unpackUpTo(reply, maxBytes)
}

function isTooLarge(thrown: unknown): boolean {
  return thrown instanceof AppError && thrown.code === 'RESPONSE_TOO_LARGE'
}

async function unpackUpTo({ statusCode, headers, body }: Reply, maxBytes: number): Promise<Uint8Array> {
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
    if (typeof value === 'string') list.push([name, headerText(value)])
    else for (const single of value) list.push([name, headerText(single)])
  }
  return list
}
