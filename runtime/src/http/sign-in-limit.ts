import { AppError } from '@patchbay/shared/errors'
import { createRateLimiter } from '../kit/rate-limiter.ts'

export interface SignInLimit {
  /**
   * Runs an attempt and counts it when the credentials were wrong.
   * @throws AppError TOO_MANY_REQUESTS with Retry-After after too many failures
   */
  attempt<Value>(from: { readonly address: string; readonly name: string }, work: () => Promise<Value>): Promise<Value>
}

const windowMs = 15 * 60 * 1000
/**
 * Allowed failures per window: of one name from one address, of all names from one address, of one name from anywhere.
 */
const limits = { pair: 5, address: 50, name: 100 } as const

/** Slows down guessing of passwords and codes. A stranger cannot lock a person out at once. */
export function createSignInLimit(clock: () => number): SignInLimit {
  const limiters = {
    pair: createRateLimiter({ limit: limits.pair, windowMs, clock }),
    address: createRateLimiter({ limit: limits.address, windowMs, clock }),
    name: createRateLimiter({ limit: limits.name, windowMs, clock }),
  }
  return {
    async attempt({ address, name }, work) {
      const pair = `${address} ${name.toLowerCase()}`
      const wait = Math.max(
        limiters.pair.wait(pair),
        limiters.address.wait(address),
        limiters.name.wait(name.toLowerCase()),
      )
      if (wait > 0) throw tooMany(wait)
      // Counted before the outcome is known, so that parallel attempts cannot slip through.
      limiters.pair.count(pair)
      try {
        const value = await work()
        limiters.pair.forget(pair)
        return value
      } catch (error) {
        limiters.address.count(address)
        limiters.name.count(name.toLowerCase())
        throw error
      }
    },
  }
}

function tooMany(seconds: number): AppError {
  const minutes = Math.ceil(seconds / 60)
  const message = `Too many tries. Wait ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}, then try again.`
  return new AppError('TOO_MANY_REQUESTS', message, { headers: { 'retry-after': String(seconds) } })
}
