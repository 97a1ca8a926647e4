import { AppError } from '@patchbay/shared/errors'
import { createRateLimiter } from './rate-limiter.ts'

/** Wrong credentials from one address in a minute before it has to wait. */
export const MAX_WRONG_CREDENTIALS = 100

/**
 * Wraps calls with a credential: an address that keeps guessing is answered 429 for a while. Good calls count
 * nothing.
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
