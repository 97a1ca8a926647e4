/** Keeps accounts to their messages per second. It is kept in memory: each process counts for itself. */
export interface SendPace {
  /**
   * Milliseconds until the message may be sent; 0: now. The time is kept for the message, so one that comes back then
   * is let through.
   */
  waitMs(account: string, key: string, perSecond: number): number
}

interface Queue {
  /** When the next message may be sent. */
  next: number
  /** Times that are kept for messages, by their key, in order. */
  readonly kept: Map<string, number>
}

/** How long after its time a message is still let through at once. */
const KEPT_MS = 60_000

/** @param clock milliseconds on a clock that never goes back */
export function createSendPace(clock: () => number): SendPace {
  const queues = new Map<string, Queue>()

  function queueOf(account: string): Queue {
    const queue = queues.get(account) ?? { next: 0, kept: new Map() }
    queues.set(account, queue)
    return queue
  }

  return {
    waitMs(account, key, perSecond) {
      const now = clock()
      const queue = queueOf(account)
      forgetOld(queue, now)
      const kept = queue.kept.get(key)
      const at = kept ?? Math.max(queue.next, now)
      if (kept === undefined) queue.next = at + 1000 / perSecond
      if (at > now) queue.kept.set(key, at)
      else queue.kept.delete(key)
      return Math.max(0, Math.ceil(at - now))
    },
  }
}

function forgetOld({ kept }: Queue, now: number): void {
  for (const [key, at] of kept) {
    if (at > now - KEPT_MS) return
    kept.delete(key)
  }
}
