import { AppError } from '@patchbay/shared/errors'
import { createRateLimiter } from './rate-limiter.ts'

/** How many wrong credentials one address may send in a minute before it has to wait. */
export const MAX_WRONG_CREDENTIALS = 100

/**
 * Wraps calls that carry a credential. An address that keeps guessing is answered with 429 for a while. Calls with a
 * right credential do not count.
 */
export function createFailureLimit(clock: () => number) {
  const limiter = createRateLimiter({ limit: MAX_WRONG_CREDENTIALS, windowMs: 60_000, clock })
  return async <Value>(address: string, work: () => Promise<Value>): Promise<Value> => {
    const wait = limiter.wait(address)
    if (wait > 0) {
      const message = 'Too many wrong credentials came from your address. Wait a minute.'
      throw new AppError('TOO_MANY_REQUESTS', message, { headers: { 'retry-after': String(wait) } })
    }
    try {
      return await work()
    } catch (error) {
      if (error instanceof AppError && error.code === 'INVALID_TOKEN') limiter.count(address)
      throw error
    }
  }
}
