import { createHash } from 'node:crypto'
import { AppError } from '@patchbay/shared/errors'
import { type GivenToken, requestToken } from './request-token.ts'
import type { WebClient } from './web-client.ts'

/** A client and what it asks for, as in the inputs of External Web Call. */
export interface TokenRequest {
  readonly tokenUrl: string
  readonly clientId: string
  readonly clientSecret: string
  readonly scope: string
  /** What the token is for, where the service wants to know it; empty for none. */
  readonly audience?: string
  /** The service that the token is for (RFC 8707); empty for none. */
  readonly resource?: string
  /** Whatever else the service wants. A name may be repeated; rows without a name or value are left out. */
  readonly parameters?: readonly { readonly key: string; readonly value: string }[]
  /** The parameters of another grant than client credentials, `grant_type` among them. */
  readonly grant?: Readonly<Record<string, string>>
}

export interface TokenSource {
  /**
   * Returns the access token for these credentials, from memory while it is valid. `rejected` is a token that the
   * service refused with 401: a new one is requested unless another caller has already done so.
   * @throws AppError TOKEN_REQUEST_FAILED, or any error of the guarded client
   */
  token(request: TokenRequest, options: TokenOptions): Promise<string>
}

export interface TokenOptions {
  readonly timeoutMs: number
  readonly signal?: AbortSignal
  readonly rejected?: string
}

/** A token is not used in the last part of its life, because it could expire on the way. */
const EXPIRY_MARGIN_MS = 30_000

/** Assumed life of a token when the service does not state it (RFC 6749 5.1 allows that). */
const UNSTATED_LIFE_MS = 5 * 60_000

/** Beyond this number, the token unused for longest is dropped. */
const MAX_TOKENS = 1_000

interface KeptToken extends Pick<GivenToken, 'token' | 'form'> {
  readonly expiresAt: number
}

interface Entry {
  /** Shared by all waiting callers. It continues when one of them gives up. */
  readonly pending: Promise<KeptToken>
  settled?: KeptToken
}

/** Keeps tokens in memory, one per token URL, client, secret and parameters. Concurrent callers share one request. */
export function createTokenSource(options: { readonly web: WebClient; readonly now: () => Date }): TokenSource {
  const entries = new Map<string, Entry>()

  function ask(key: string, request: TokenRequest): Entry {
    const askedAt = options.now().getTime()
    const known = entries.get(key)?.settled?.form
    const pending = requestToken(options.web, request, { known }).then((given) => {
      const life = given.lifeMs ?? UNSTATED_LIFE_MS
      return { ...given, expiresAt: askedAt + life - Math.min(EXPIRY_MARGIN_MS, life / 2) }
    })
    const entry: Entry = { pending }
    pending.then(
      (settled) => {
        entry.settled = settled
      },
      () => {
        if (entries.get(key) === entry) entries.delete(key)
      },
    )
    return entry
  }

  return {
    async token(request, { timeoutMs, signal, rejected }) {
      const key = keyOf(request)
      const known = entries.get(key)
      const isStale =
        known?.settled !== undefined &&
        (known.settled.expiresAt <= options.now().getTime() || known.settled.token === rejected)
      const entry = known === undefined || isStale ? ask(key, request) : known
      entries.delete(key)
      entries.set(key, entry)
      for (const oldest of entries.keys()) {
        if (entries.size <= MAX_TOKENS) break
        entries.delete(oldest)
      }
      const { token } = await tokenWithin(entry.pending, timeoutMs, signal)
      return token
    },
  }
}

/** A hash, because parameters may hold secrets as well. */
function keyOf({ tokenUrl, clientId, clientSecret, scope, audience, resource, parameters }: TokenRequest): string {
  const given = JSON.stringify([tokenUrl, clientId, scope, clientSecret, audience, resource, parameters])
  return createHash('sha256').update(given).digest('base64')
}

/** Returns the value, or throws when the time is up or the caller aborts. @throws AppError TIMEOUT */
export function tokenWithin<Value>(
  pending: Promise<Value>,
  timeoutMs: number,
  signal: AbortSignal | undefined,
): Promise<Value> {
  return new Promise((resolve, reject) => {
    const giveUp = () => reject(signal?.reason)
    const timer = setTimeout(
      () => reject(new AppError('TIMEOUT', 'No token in time. The token service did not answer.')),
      timeoutMs,
    )
    if (signal?.aborted === true) giveUp()
    signal?.addEventListener('abort', giveUp, { once: true })
    pending.then(resolve, reject).finally(() => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', giveUp)
    })
  })
}
