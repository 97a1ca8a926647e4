import { AppError } from '@patchbay/shared/errors'
import { MAX_WRONG_CREDENTIALS } from '../kit/failure-limit.ts'
import { createRateLimiter } from '../kit/rate-limiter.ts'

/** The account that is called, and the caller's address. */
export interface CallerKey {
  readonly account: string
  readonly address: string
}

/**
 * Wraps calls that carry a proof of their sender. After too many wrong proofs within a minute for one account from one
 * address, further wrong ones are answered with 429. A right proof always passes, because the service and a stranger
 * may share an address (a proxy, a cloud). Use it only for proofs that are cheap to check.
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
