/** An answer, and how long it is good for. */
export interface KeptAnswer<Value> {
  readonly value: Value
  readonly keepMs: number
  /** How much room it takes, in the unit of `room`. */
  readonly size: number
}

export interface AnswerCache<Value> {
  /**
   * The kept answer under the key, else that of `ask`. All who want one key at the same time wait for one call of `ask`,
   * also those who want it fresh. Its signal ends once the last of them has left.
   * @throws what `ask` throws, and the reason of `signal` once that has ended
   */
  get(key: string, ask: Ask<Value>, wanted: Wanted): Promise<Value>
}

type Ask<Value> = (signal: AbortSignal) => Promise<KeptAnswer<Value>>

interface Wanted {
  /** True: whatever is kept, `ask` is called. */
  readonly isFresh: boolean
  readonly signal: AbortSignal
}

interface Kept<Value> {
  readonly answer: KeptAnswer<Value>
  /** Drops it. */
  readonly end: NodeJS.Timeout
}

interface Asking<Value> {
  readonly answer: Promise<Value>
  readonly left: AbortController
  waiting: number
}

export interface AnswerCacheOptions {
  /** Answers beyond this push out those that were wanted longest ago. */
  readonly room: number
}

/** Keeps answers of services for a while, within a bound, and asks once for all who want the same. */
export function createAnswerCache<Value>({ room }: AnswerCacheOptions): AnswerCache<Value> {
  /** Wanted longest ago first. */
  const kept = new Map<string, Kept<Value>>()
  const asking = new Map<string, Asking<Value>>()
  let used = 0

  function drop(key: string): void {
    const entry = kept.get(key)
    if (entry === undefined) return
    clearTimeout(entry.end)
    used -= entry.answer.size
    kept.delete(key)
  }

  function keep(key: string, answer: KeptAnswer<Value>): void {
    drop(key)
    // What was told of people does not stay in the memory longer than it is good for.
    const end = setTimeout(() => drop(key), answer.keepMs)
    end.unref()
    kept.set(key, { answer, end })
    used += answer.size
    for (const oldest of kept.keys()) {
      if (used <= room) break
      drop(oldest)
    }
  }

  function find(key: string): Value | undefined {
    const entry = kept.get(key)
    if (entry === undefined) return undefined
    kept.delete(key)
    kept.set(key, entry)
    return entry.answer.value
  }

  function begin(key: string, ask: Ask<Value>): Asking<Value> {
    const left = new AbortController()
    const begun: Asking<Value> = { answer: answerOf(), left, waiting: 0 }
    asking.set(key, begun)
    // Those who wait are told; without any, nobody is.
    begun.answer.catch(() => undefined)
    return begun

    async function answerOf(): Promise<Value> {
      try {
        const answer = await ask(left.signal)
        if (!left.signal.aborted) keep(key, answer)
        return answer.value
      } finally {
        if (asking.get(key)?.left === left) asking.delete(key)
      }
    }
  }

  return {
    async get(key, ask, { isFresh, signal }) {
      signal.throwIfAborted()
      const known = isFresh ? undefined : find(key)
      if (known !== undefined) return known
      const joined = asking.get(key) ?? begin(key, ask)
      joined.waiting += 1
      const leaving = Promise.withResolvers<never>()
      const leave = () => leaving.reject(signal.reason)
      signal.addEventListener('abort', leave, { once: true })
      try {
        return await Promise.race([joined.answer, leaving.promise])
      } finally {
        signal.removeEventListener('abort', leave)
        joined.waiting -= 1
        if (joined.waiting === 0) {
          if (asking.get(key) === joined) asking.delete(key)
          joined.left.abort()
        }
      }
    },
  }
}
