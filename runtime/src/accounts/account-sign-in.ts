import { createHmac, randomBytes } from 'node:crypto'
import { AppError } from '@patchbay/shared/errors'
import type { NamedPassword } from '../kit/basic-credentials.ts'
import { createRateLimiter } from '../kit/rate-limiter.ts'
import type { PasswordWork } from '../platform/password-work.ts'
import type { AccountRecord, AccountRepository } from './account-repository.ts'
import { hashPassword, verifyPassword } from './password-hash.ts'

/** How many verified credentials are remembered. */
const mostRemembered = 1_000

/** How many passwords may be derived in a minute: for one name, and for one address. Right ones do not count. */
const MOST_WRONG_PASSWORDS = 100

export interface AccountSignIn {
  /**
   * Returns the account of this type that the credentials belong to; undefined when they are wrong.
   * @throws AppError TOO_MANY_REQUESTS after too many wrong ones of this name or from this address
   */
  verify(type: string, credentials: NamedPassword, address?: string): Promise<AccountRecord | undefined>
}

export interface AccountSignInOptions {
  readonly passwordWork: PasswordWork
  /** Milliseconds on a clock that never goes back. */
  readonly clock: () => number
  readonly mostWrong?: number
}

/**
 * Signs outside services in by the name and password of an account. A password is derived once. After that, the
 * credentials are recognised by a keyed digest together with the stored hash that they matched, so that polling is
 * cheap and a changed or removed password stops working with the next call.
 */
export function createAccountSignIn(
  accounts: Pick<AccountRepository, 'findByIdentity'>,
  { passwordWork, clock, mostWrong = MOST_WRONG_PASSWORDS }: AccountSignInOptions,
): AccountSignIn {
  const limiter = createRateLimiter({ limit: mostWrong, windowMs: 60_000, clock })
  const digestKey = randomBytes(32)
  const matched = new Map<string, string>()
  const underWay = new Map<string, Promise<boolean>>()
  /** Compared when no account matches, so that the response time does not reveal which names exist. */
  let decoy: Promise<string> | undefined

  function derive(digest: string, password: string, hash: string): Promise<boolean> {
    const key = `${digest} ${hash}`
    const running =
      underWay.get(key) ?? passwordWork(() => verifyPassword(password, hash)).finally(() => underWay.delete(key))
    underWay.set(key, running)
    return running
  }

  /** Counted before the work, so that attempts at the same time cannot slip through. */
  async function limited(keys: readonly string[], work: () => Promise<boolean>): Promise<boolean> {
    const wait = Math.max(...keys.map((key) => limiter.wait(key)))
    if (wait > 0) throw tooMany(wait)
    for (const key of keys) limiter.count(key)
    const giveBack = () => {
      for (const key of keys) limiter.giveBack(key)
    }
    const isRight = await work().catch((error) => {
      giveBack()
      throw error
    })
    if (isRight) giveBack()
    return isRight
  }

  function remember(digest: string, hash: string): void {
    const oldest = matched.keys().next().value
    if (matched.size >= mostRemembered && oldest !== undefined) matched.delete(oldest)
    matched.set(digest, hash)
  }

  return {
    async verify(type, { username, password }, address) {
      const account = await accounts.findByIdentity(type, username)
      const stored = account?.secrets.password
      decoy ??= hashPassword(randomBytes(16).toString('base64'))
      const hash = stored !== undefined && 'hash' in stored ? stored.hash : await decoy
      const digest = createHmac('sha256', digestKey)
        .update(JSON.stringify([type, username, password]))
        .digest('base64')
      if (matched.get(digest) === hash) return account
      matched.delete(digest)
      const keys = [`name ${type} ${username}`, ...(address === undefined ? [] : [`address ${address}`])]
      // The decoy has no password, so that a right one means that there is an account.
      if (!(await limited(keys, () => derive(digest, password, hash))) || account === undefined) return undefined
      remember(digest, hash)
      return account
    },
  }
}

function tooMany(seconds: number): AppError {
  return new AppError('TOO_MANY_REQUESTS', 'Too many wrong passwords. Wait a minute.', {
    headers: { 'retry-after': String(seconds) },
  })
}
