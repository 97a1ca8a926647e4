export interface RateLimiter {
  /** Seconds until the key may try again; 0 when it may try now. Does not count. */
  wait(key: string): number
  /** Counts one attempt. */
  count(key: string): void
  /** Takes one counted attempt back. */
  giveBack(key: string): void
  forget(key: string): void
}

/** At most this many keys are remembered. Beyond it the oldest are dropped. */
const mostKeys = 20_000

/** Counts attempts per key in fixed windows, in the memory of this process. */
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
    giveBack(key) {
      const window = current(key)
      if (window !== undefined) window.tries = Math.max(0, window.tries - 1)
    },
    forget: (key) => {
      windows.delete(key)
    },
  }
}
