import { parseJson, stringifyJson } from '@patchbay/shared/json'
import { commonTexts } from '../ui/texts/common.ts'
import { ApiProblem, isProblem } from './problem.ts'

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

interface RequestOptions {
  readonly body?: unknown
  readonly query?: Readonly<Record<string, string | undefined>>
  /** Sent as `If-Match: "<revision>"`. */
  readonly revision?: number
  readonly signal?: AbortSignal
  /** The page may close before the answer: the request lives on, if its body is small enough for that. */
  readonly isLast?: boolean
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
 * One call of the management API. `Answer` is the shape that `shared/src/api` documents for the path; the
 * runtime checks what it sends against the same types, so it is not checked again here.
 * @throws ApiProblem for every error answer, and when no answer came.
 */
export async function api<Answer>(method: Method, path: string, options: RequestOptions = {}): Promise<Answer> {
  const answer = await send(method, path, options)
  const text = await answer.text()
  const body = text === '' ? null : readBody(text)
  // The caller names the documented shape of this path.
  if (answer.ok) return body as Answer
  if (answer.status === 401 && path !== '/session') for (const listener of signedOutListeners) listener()
  throw new ApiProblem(isProblem(body) ? body : unexplained(answer.status))
}

async function send(method: Method, path: string, options: RequestOptions): Promise<Response> {
  const headers = new Headers({ accept: 'application/json' })
  if (options.body !== undefined) headers.set('content-type', 'application/json')
  if (options.revision !== undefined) headers.set('if-match', `"${options.revision}"`)
  const body = options.body === undefined ? undefined : stringify(options.body)
  const keepalive = options.isLast === true && (body?.length ?? 0) < MOST_OF_CLOSED_PAGE
  try {
    return await fetch(`/api${path}${queryText(options.query)}`, {
      method,
      headers,
      credentials: 'same-origin',
      ...(body === undefined ? {} : { body }),
      ...(keepalive ? { keepalive } : {}),
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    })
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

function queryText(query: RequestOptions['query']): string {
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
