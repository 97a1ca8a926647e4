import { AppError } from '@patchbay/shared/errors'
import { MAX_WRONG_CREDENTIALS } from '../kit/failure-limit.ts'
import { createRateLimiter } from '../kit/rate-limiter.ts'

/** Whose account is called, and from where. */
export interface CallerKey {
  readonly account: string
  readonly address: string
}

/**
 * Wraps calls that prove who sends them: more than a number of wrong proofs in a minute, for one account from one
 * address, are answered 429. A right one is always let through, as the service and a stranger may share an address
 * (a proxy, a cloud); so this is for proofs that cost little to check.
 */
export function createForgeryLimit(clock: () => number) {
  const limiter = createRateLimiter({ limit: MAX_WRONG_CREDENTIALS, windowMs: 60_000, clock })
  return async <Value>({ account, address }: CallerKey, work: () => Promise<Value>): Promise<Value> => {
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'INVALID_TOKEN') throw error
      const key = `${account} ${address}`
      const wait = limiter.wait(key)
      limiter.count(key)
      if (wait === 0) throw error
      const message = 'Too many calls with a wrong signature came for this account from your address. Wait a minute.'
      throw new AppError('TOO_MANY_REQUESTS', message, { headers: { 'retry-after': String(wait) } })
    }
  }
}
