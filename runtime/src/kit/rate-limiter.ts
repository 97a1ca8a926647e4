export interface RateLimiter {
  /** Seconds to wait when the key has used up its tries; 0 when it has not. Counts nothing. */
  wait(key: string): number
  /** Counts one try. */
  count(key: string): void
  forget(key: string): void
}

/** Most keys remembered at once; past it the oldest are forgotten. */
const mostKeys = 20_000

/** Counts tries per key in fixed windows, in the memory of this process. */
export function createRateLimiter(options: {
  readonly limit: number
  readonly windowMs: number
  /** Milliseconds on a clock that never goes back. */
  readonly clock: () => number
}): RateLimiter {
  const windows = new Map<string, { tries: number; endsAt: number }>()

  function current(key: string) {
    const window = windows.get(key)
    if (window !== undefined && window.endsAt > options.clock()) return window
    windows.delete(key)
    return undefined
  }

  return {
    wait(key) {
      const window = current(key)
      if (window === undefined || window.tries < options.limit) return 0
      return Math.max(1, Math.ceil((window.endsAt - options.clock()) / 1000))
    },
    count(key) {
      const window = current(key)
      if (window !== undefined) {
        window.tries += 1
        return
      }
      if (windows.size >= mostKeys) {
        const oldest = windows.keys().next().value
        if (oldest !== undefined) windows.delete(oldest)
      }
      windows.set(key, { tries: 1, endsAt: options.clock() + options.windowMs })
    },
    forget: (key) => {
      windows.delete(key)
    },
  }
}
