/** Runs a call once those that were asked for before it under the same key have ended. */
export type InTurn = <Result>(key: string, signal: AbortSignal, call: () => Promise<Result>) => Promise<Result>

/**
 * One call per key at a time, in the order they were asked for. The bot refuses a second text of a conversation while it
 * works on the first. Other processes have turns of their own: between them the bot's 409 decides.
 */
export function createTurns(): InTurn {
  const last = new Map<string, Promise<void>>()
  return async (key, signal, call) => {
    const before = last.get(key) ?? Promise.resolve()
    let end = () => {}
    const own = new Promise<void>((resolve) => {
      end = resolve
    })
    const all = before.then(() => own)
    last.set(key, all)
    void all.then(() => {
      if (last.get(key) === all) last.delete(key)
    })
    try {
      await unlessAborted(before, signal)
      return await call()
    } finally {
      end()
    }
  }
}

/** @throws the reason of `signal` */
function unlessAborted(promise: Promise<void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason)
    if (signal.aborted) return stop()
    signal.addEventListener('abort', stop, { once: true })
    void promise.then(() => {
      signal.removeEventListener('abort', stop)
      resolve()
    })
  })
}
