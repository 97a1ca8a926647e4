/** Replies up to this size are always read. */
export const SMALL_REPLY_BYTES = 64 * 1024

/** Room for large replies. Parsed and stored, a reply takes several times its bytes. */
const MOST_BYTES = 32 * 1024 * 1024

/**
 * Bounds the bytes of large replies that are in memory at once, over all calls of the process. A call waits, within its
 * time-out, until there is room for its reply.
 */
export interface ReplyRoom {
  /** Room for the reply of one call, kept for `holder`. */
  open(holder: object): CallRoom
  /** Gives back what `holder` has. */
  release(holder: object): void
}

export interface CallRoom {
  /**
   * Resolves once the holder may keep so many bytes. A holder that has some already never waits, or two of them could
   * wait for each other.
   */
  take(bytes: number): Promise<void>
  /** Ends the call: the holder keeps this many bytes, or what it had before if that is more. */
  settle(bytes: number): void
}

interface Waiter {
  readonly holder: object
  readonly bytes: number
  readonly begin: () => void
}

export function createReplyRoom(mostBytes = MOST_BYTES): ReplyRoom {
  const held = new Map<object, number>()
  const queue = new Set<Waiter>()
  let used = 0

  function hold(holder: object, bytes: number): void {
    used += bytes - (held.get(holder) ?? 0)
    if (bytes === 0) held.delete(holder)
    else held.set(holder, bytes)
  }

  /** Lets those in that have waited longest. A reply that is larger than the whole room gets in alone. */
  function admit(): void {
    for (const waiter of queue) {
      if (used > 0 && used + waiter.bytes > mostBytes) return
      queue.delete(waiter)
      hold(waiter.holder, (held.get(waiter.holder) ?? 0) + waiter.bytes)
      waiter.begin()
    }
  }

  return {
    open(holder) {
      const before = held.get(holder) ?? 0
      let waiter: Waiter | undefined
      return {
        take(bytes) {
          const has = held.get(holder) ?? 0
          if (bytes <= has) return Promise.resolve()
          if (has > 0) {
            hold(holder, bytes)
            return Promise.resolve()
          }
          return new Promise((resolve) => {
            waiter = { holder, bytes, begin: resolve }
            queue.add(waiter)
            admit()
          })
        },
        settle(bytes) {
          if (waiter !== undefined) queue.delete(waiter)
          hold(holder, Math.max(before, bytes > SMALL_REPLY_BYTES ? bytes : 0))
          admit()
        },
      }
    },
    release(holder) {
      hold(holder, 0)
      admit()
    },
  }
}
