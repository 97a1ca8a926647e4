import { type BridgeCallKind, type BridgeVerdict, bridgeLimits, readReply } from '@patchbay/shared/bridges'
import { toAppError } from '@patchbay/shared/errors'
import { type JsonObject, stringifyJson } from '@patchbay/shared/json'
import { signedHeaders } from '../../runtime/src/kit/standard-webhooks.ts'
import type { WebClient, WebResponse } from '../../runtime/src/platform/egress/web-client.ts'
import type { Report } from './report.ts'

/** What the platform sends: credentials, context, and what the call is about. */
export interface CallBody {
  readonly auth: JsonObject
  readonly meta?: JsonObject
  readonly data?: JsonObject
}

/** Calls the bridge as the platform does. */
export interface BridgeCaller {
  /** Returns what the answer means. Undefined where there was none; that is in the report already. */
  call(
    kind: BridgeCallKind,
    target: { readonly url: string; readonly exchange: string },
    body: CallBody,
  ): Promise<Answer | undefined>
}

export interface Answer {
  readonly verdict: BridgeVerdict
  readonly status: number
  readonly text: string
}

export interface CallerOptions {
  readonly web: WebClient
  readonly report: Report
  readonly timeoutMs: number
  /** Signs all calls. */
  readonly signingSecret: string
  /** When calls are signed. */
  readonly now: () => Date
}

export function createCaller(options: CallerOptions): BridgeCaller {
  const { report, timeoutMs } = options
  return {
    async call(kind, { url, exchange }, body) {
      const response = await send(options, url, body).catch((thrown: unknown) => {
        report.fault(exchange, `${placeOf(url)}: ${whyNoAnswer(thrown, timeoutMs)}`)
      })
      if (response === undefined) return undefined
      const bytes = response.raw ?? new Uint8Array()
      for (const fault of contentFaults(response, bytes)) report.fault(exchange, `${placeOf(url)}: ${fault}`)
      const text = new TextDecoder().decode(bytes)
      const { statusCode: status } = response
      return { verdict: readReply(kind, { status, text }), status, text }
    },
  }
}

function send(
  { web, timeoutMs, signingSecret, now }: CallerOptions,
  url: string,
  given: CallBody,
): Promise<WebResponse> {
  const id = crypto.randomUUID()
  const body = stringifyJson({ ...given })
  return web.request({
    method: 'POST',
    url,
    headers: [
      ['content-type', 'application/json'],
      ['accept', 'application/json'],
      ['user-agent', 'Patchbay'],
      ['idempotency-key', id],
      ...signedHeaders({ id, body, now: now() }, [signingSecret]),
    ],
    body,
    timeoutMs,
    maxBytes: bridgeLimits.answerBytes,
    maxRedirects: 0,
    reads: 'bytes',
  })
}

function whyNoAnswer(thrown: unknown, timeoutMs: number): string {
  const { code, message } = toAppError(thrown)
  if (code === 'INTERNAL') throw thrown
  if (code === 'TIMEOUT') return `There was no complete answer within ${timeoutMs / 1_000} s.`
  if (code === 'RESPONSE_TOO_LARGE') return 'The answer is larger than 1 MiB. Send fewer entries per page.'
  return `There was no answer: ${message}`
}

/** What is wrong with the form of an answer. The platform reads most of it all the same. */
function contentFaults({ headers }: WebResponse, bytes: Uint8Array): readonly string[] {
  if (bytes.length === 0) return []
  const type = headers.find(([name]) => name === 'content-type')?.[1] ?? ''
  const [media = '', ...parameters] = type.split(';').map((part) => part.trim().toLowerCase())
  const charset =
    parameters
      .find((part) => part.startsWith('charset='))
      ?.slice(8)
      .replaceAll('"', '') ?? 'utf-8'
  const faults: string[] = []
  if (media !== 'application/json') {
    faults.push(`The Content-Type is ${media === '' ? 'missing' : `"${media}"`}. It must be application/json.`)
  }
  if (charset !== 'utf-8' && charset !== 'utf8') faults.push(`The charset is "${charset}". JSON is always UTF-8.`)
  if (!isUtf8(bytes)) faults.push('The answer is not UTF-8.')
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) faults.push('It begins with a byte order mark.')
  return faults
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return true
  } catch {
    return false
  }
}

/** The path of an address: what tells the endpoints of one bridge apart. */
function placeOf(url: string): string {
  return new URL(url).pathname
}
