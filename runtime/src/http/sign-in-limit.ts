import { AppError } from '@patchbay/shared/errors'
import { createRateLimiter } from '../kit/rate-limiter.ts'

export interface SignInLimit {
  /**
   * Runs an attempt. It counts from its beginning, and no longer once the credentials were right or could not be checked.
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
    async attempt({ address, name: givenName }, work) {
      const name = givenName.toLowerCase()
      const pair = `${address} ${name}`
      const counted = [
        [limiters.pair, pair],
        [limiters.address, address],
        [limiters.name, name],
      ] as const
      const wait = Math.max(...counted.map(([limiter, key]) => limiter.wait(key)))
      if (wait > 0) throw tooMany(wait)
      // Counted before the work, so that attempts at the same time cannot slip through.
      for (const [limiter, key] of counted) limiter.count(key)
      const giveBack = () => {
        for (const [limiter, key] of counted) limiter.giveBack(key)
      }
      try {
        const value = await work()
        giveBack()
        limiters.pair.forget(pair)
        return value
      } catch (error) {
        if (!isWrong(error)) giveBack()
        throw error
      }
    },
  }
}

/** False when nothing was checked: the server was too busy, or could not. */
function isWrong(error: unknown): boolean {
  return error instanceof AppError && error.status < 500 && error.code !== 'TOO_MANY_REQUESTS'
}

function tooMany(seconds: number): AppError {
  const minutes = Math.ceil(seconds / 60)
  const message = `Too many tries. Wait ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}, then try again.`
  return new AppError('TOO_MANY_REQUESTS', message, { headers: { 'retry-after': String(seconds) } })
}
