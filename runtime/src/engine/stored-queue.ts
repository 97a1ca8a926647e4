/**
 * Counts the runs that wait in the database, for a process that only stores events. It has no queue of its own that
 * could be full.
 */
export interface StoredQueue {
  hasRoom(): boolean
  added(): void
  start(): void
  stop(): void
}

export function createStoredQueue(options: {
  readonly limit: number
  /** Pause between two counts. */
  readonly countMs: number
  /** Counts waiting runs, up to `most`. */
  count(most: number): Promise<number>
  onError(error: unknown): void
}): StoredQueue {
  const { limit, countMs, count, onError } = options
  let waiting = 0
  let timer: NodeJS.Timeout | undefined
  let isStopped = false

  function later(): void {
    if (isStopped) return
    timer = setTimeout(() => {
      count(limit)
        .then((found) => {
          waiting = found
        }, onError)
        .finally(later)
    }, countMs).unref()
  }

  return {
    hasRoom: () => waiting < limit,
    added() {
      waiting++
    },
    start: later,
    stop() {
      isStopped = true
      clearTimeout(timer)
    },
  }
}
