import { AppError } from '@patchbay/shared/errors'
import { createRateLimiter } from './rate-limiter.ts'

/** How many wrong credentials may come in a minute before further wrong ones have to wait. */
const MAX_WRONG_CREDENTIALS = 100

/**
 * Wraps calls that carry a credential. A caller that keeps guessing is answered with 429 for a while. A right credential
 * always passes, because its owner and a stranger may share an address: all callers do behind a proxy that is not
 * trusted. `key` is the caller's address, with what is guessed at where that is one of many.
 */
export function createFailureLimit(clock: () => number) {
  const limiter = createRateLimiter({ limit: MAX_WRONG_CREDENTIALS, windowMs: 60_000, clock })
  return async <Value>(key: string, work: () => Promise<Value>): Promise<Value> => {
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'INVALID_TOKEN') throw error
      const wait = limiter.wait(key)
      limiter.count(key)
      if (wait === 0) throw error
      const message = 'Too many wrong credentials came from your address. Wait a minute.'
      throw new AppError('TOO_MANY_REQUESTS', message, { headers: { 'retry-after': String(wait) } })
    }
  }
}
