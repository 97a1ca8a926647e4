import { parseJson, stringifyJson } from '@patchbay/shared/json'
import { learnServerTime } from '../ui/clock.ts'
import { commonTexts } from '../ui/texts/common.ts'
import { splitName } from './address-of.ts'
import type { Answer, CallArguments, CallOptions, EndpointName } from './endpoint-call.ts'
import { ApiProblem, isProblem } from './problem.ts'

interface SentOptions extends CallOptions {
  readonly params?: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, string | undefined>>
  readonly body?: unknown
  /** Sent as it is, in place of `body`. */
  readonly file?: Blob
  /** Sent as `If-Match: "<revision>"`. */
  readonly revision?: number
}

/** Browsers let requests of a closed page have 64 KiB in all. */
const MOST_OF_CLOSED_PAGE = 60_000

type SignedOutListener = () => void
const signedOutListeners = new Set<SignedOutListener>()

/** Called when an answer says that nobody is signed in any more. Returns the function that stops it. */
export function onSignedOut(listener: SignedOutListener): () => void {
  signedOutListeners.add(listener)
  return () => signedOutListeners.delete(listener)
}

/**
 * Calls an endpoint of shared/src/api, such as `call('GET /api/flows/:id', { params: { id } })`. Arguments and answer
 * have the types of its schemas. The test suites of the runtime check every answer against them, so it is not
 * checked again here.
 * @throws ApiProblem for every error answer, and when no answer came.
 */
export async function call<Name extends EndpointName>(
  name: Name,
  ...[options]: CallArguments<Name>
): Promise<Answer<Name>> {
  // What the endpoint's types allow is what can be sent; the suites of the runtime hold the server to its schema.
  return (await request(name, (options ?? {}) as SentOptions)) as Answer<Name>
}

/** As `call`, for code that does not know which endpoint it calls. */
export function request(name: EndpointName, options: SentOptions): Promise<unknown> {
  const { method, address } = splitName(name, options.params)
  return exchange(method, address, options)
}

async function exchange(method: string, address: string, options: SentOptions): Promise<unknown> {
  const answer = await send(method, address, options)
  const text = await answer.text()
  const body = text === '' ? null : readBody(text)
  if (answer.ok) return body
  if (answer.status === 401 && address !== '/api/session') for (const listener of signedOutListeners) listener()
  throw new ApiProblem(isProblem(body) ? body : unexplained(answer.status))
}

async function send(method: string, address: string, options: SentOptions): Promise<Response> {
  const headers = new Headers({ accept: 'application/json' })
  if (options.body !== undefined) headers.set('content-type', 'application/json')
  if (options.file !== undefined) headers.set('content-type', 'application/octet-stream')
  if (options.revision !== undefined) headers.set('if-match', `"${options.revision}"`)
  const body = options.body === undefined ? undefined : stringify(options.body)
  const keepalive = options.isLast === true && (body?.length ?? 0) < MOST_OF_CLOSED_PAGE
  try {
    const answer = await fetch(`${address}${queryText(options.query)}`, {
      method,
      headers,
      credentials: 'same-origin',
      ...(options.file === undefined ? {} : { body: options.file }),
      ...(body === undefined ? {} : { body }),
      ...(keepalive ? { keepalive } : {}),
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    })
    learnServerTime(answer.headers.get('date'))
    return answer
  } catch (thrown) {
    if (options.signal?.aborted) throw thrown
    throw new ApiProblem({ ...unexplained(0), detail: commonTexts.offline })
  }
}

function stringify(body: unknown): string {
  // Bodies are plain data by construction; documents may hold integers beyond 2^53.
  return stringifyJson(body as Parameters<typeof stringifyJson>[0])
}

function readBody(text: string): unknown {
  try {
    return parseJson(text)
  } catch {
    return null
  }
}

function queryText(query: SentOptions['query']): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query ?? {}))
    if (value !== undefined && value !== '') search.set(name, value)
  return search.size === 0 ? '' : `?${search}`
}

function unexplained(status: number) {
  return {
    type: 'about:blank',
    title: commonTexts.notLoaded,
    status,
    code: 'INTERNAL',
    detail: commonTexts.unreadable(status),
    errors: [],
  }
}
