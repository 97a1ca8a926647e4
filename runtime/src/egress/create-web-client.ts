import { AppError } from '@patchbay/shared/errors'
import { Agent, type Dispatcher, request as sendRequest } from 'undici'
import { decodeText } from './charset.ts'
import { toWebFailure } from './failure.ts'
import { createGuardedConnector, type ResolveAll } from './guard.ts'
import { type Hop, redirectOf } from './redirect.ts'
import { ACCEPTED_CODINGS, readReplyBody } from './reply-body.ts'
import { readRequestUrl } from './request-url.ts'
import type { WebClient, WebRequest, WebResponse } from './web-client.ts'

/** Largest reply that is read unless a request says otherwise. */
export const DEFAULT_MAX_BYTES = 5 * 1024 * 1024

export const MAX_REDIRECTS = 5

/** Body of a redirect that is read to keep its connection; a longer one costs the connection. */
const MAX_REDIRECT_BODY_BYTES = 64 * 1024

/** Set by the client itself, or about one connection only; a flow's own values would break the framing. */
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
  ['accept-encoding', ACCEPTED_CODINGS],
  ['user-agent', 'patchbay'],
] as const

export interface WebClientOptions {
  /** Entries of PATCHBAY_EGRESS_ALLOW. */
  readonly allow: readonly string[]
  /** Name service; the system's unless a test brings its own. */
  readonly resolve?: ResolveAll
}

/**
 * The client for every call to an address that a user supplied: guarded, on connections kept open. Call `close`
 * at the end of its life.
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
  try {
    for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects += 1) {
      const reply = await send(agent, hop, deadline.signal)
      const next = nextHop(request, hop, reply)
      if (next === undefined) return await readReply(reply, request.maxBytes ?? DEFAULT_MAX_BYTES)
      await reply.body.dump({ limit: MAX_REDIRECT_BODY_BYTES, signal: deadline.signal })
      hop = next
    }
    throw new AppError(
      'TOO_MANY_REDIRECTS',
      `${url.host} led from one address to the next more than ${MAX_REDIRECTS} times.`,
      {
        extra: { help: 'Use the final address as the URL.' },
      },
    )
  } catch (thrown) {
    // What ended the deadline is the true reason, whatever error the broken connection shows.
    throw toWebFailure(deadline.signal.aborted ? deadline.signal.reason : thrown, hop.url.host, hop === first)
  } finally {
    deadline.stop()
  }
}

function nextHop(request: WebRequest, hop: Hop, reply: Dispatcher.ResponseData): Hop | undefined {
  if (request.followRedirects === false) return undefined
  const { statusCode } = reply
  return redirectOf(hop, { statusCode, location: headerOf(reply, 'location') }, request.secretHeaders)
}

function send(agent: Agent, hop: Hop, signal: AbortSignal): Promise<Dispatcher.ResponseData> {
  return sendRequest(hop.url, {
    dispatcher: agent,
    method: hop.method,
    headers: hop.headers.flat(),
    body: hop.body ?? null,
    signal,
  })
}

async function readReply(reply: Dispatcher.ResponseData, maxBytes: number): Promise<WebResponse> {
  const { statusCode, statusText } = reply
  try {
    const bytes = await readReplyBody(
      reply.body,
      { contentLength: headerOf(reply, 'content-length'), contentEncoding: headerOf(reply, 'content-encoding') },
      maxBytes,
    )
    const text = decodeText(bytes, headerOf(reply, 'content-type'))
    return { statusCode, statusText, headers: listHeaders(reply), text, bytes: bytes.length }
  } catch (thrown) {
    reply.body.on('error', () => {}).destroy()
    if (!(thrown instanceof AppError)) throw thrown
    throw new AppError(thrown.code, thrown.message, { cause: thrown, extra: { ...thrown.extra, statusCode } })
  }
}

function withOwnHeaders(headers: WebRequest['headers']): WebRequest['headers'] {
  const sent = headers.filter(([name]) => !framingHeaders.has(name.toLowerCase()))
  const names = new Set(sent.map(([name]) => name.toLowerCase()))
  return [...ownHeaders.filter(([name]) => !names.has(name)), ...sent]
}

function headerOf(reply: Dispatcher.ResponseData, name: string): string | undefined {
  const value = reply.headers[name]
  return typeof value === 'object' ? value[0] : value
}

function listHeaders(reply: Dispatcher.ResponseData): WebResponse['headers'] {
  return Object.entries(reply.headers).flatMap(([name, value]) =>
    (typeof value === 'object' ? value : [value ?? '']).map((single) => [name, single] as const),
  )
}

/** Ends the call when the time is up or the caller gives up. `timeoutMs` covers redirects and body too. */
function startDeadline(request: WebRequest): { readonly signal: AbortSignal; stop(): void } {
  const controller = new AbortController()
  const outer = request.signal
  const giveUp = () => controller.abort(reasonOf(outer))
  const timer = setTimeout(() => controller.abort(timedOut(request.timeoutMs)), request.timeoutMs)
  if (outer?.aborted === true) giveUp()
  else outer?.addEventListener('abort', giveUp, { once: true })
  return {
    signal: controller.signal,
    stop: () => {
      clearTimeout(timer)
      outer?.removeEventListener('abort', giveUp)
    },
  }
}

function reasonOf(signal: AbortSignal | undefined): AppError {
  const reason: unknown = signal?.reason
  return reason instanceof AppError ? reason : new AppError('CANCELLED', 'The call was cancelled.', { cause: reason })
}

function timedOut(timeoutMs: number): AppError {
  const seconds = timeoutMs / 1000
  return new AppError('TIMEOUT', `No reply in ${seconds} ${seconds === 1 ? 'second' : 'seconds'}`, {
    extra: { help: 'Raise Timeout, or find out why the service is slow.' },
  })
}
