/** LINE does not say how long a token lives; about a minute is known. */
const LIFETIME_MS = 50_000
const MOST_TOKENS = 10_000

export interface ReplyPlace {
  readonly accountId: string
  readonly contact: string
}

/** Tokens by which a message can be answered for free, once, shortly after it came. */
export interface ReplyTokens {
  keep(place: ReplyPlace, token: string): void
  /** The newest token for an answer to this contact; it is gone with it. */
  take(place: ReplyPlace): string | undefined
}

/**
 * In the memory of the process that was called: an answer from another one is a push message.
 * @param clock milliseconds on a clock that never goes back
 */
export function createReplyTokens(clock: () => number): ReplyTokens {
  const kept = new Map<string, { readonly token: string; readonly until: number }>()
  return {
    keep(place, token) {
      const key = keyOf(place)
      kept.delete(key)
      kept.set(key, { token, until: clock() + LIFETIME_MS })
      const oldest = kept.keys().next().value
      if (kept.size > MOST_TOKENS && oldest !== undefined) kept.delete(oldest)
    },
    take(place) {
      const key = keyOf(place)
      const found = kept.get(key)
      kept.delete(key)
      return found === undefined || found.until < clock() ? undefined : found.token
    },
  }
}

function keyOf({ accountId, contact }: ReplyPlace): string {
  return `${accountId} ${contact}`
}
