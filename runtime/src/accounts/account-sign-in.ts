import { createHmac, randomBytes } from 'node:crypto'
import type { NamedPassword } from '../kit/basic-credentials.ts'
import type { AccountRecord, AccountRepository } from './account-repository.ts'
import { hashPassword, verifyPassword } from './password-hash.ts'

/** How many verified credentials are remembered. */
const mostRemembered = 1_000

export interface AccountSignIn {
  /** Returns the account of this type that the credentials belong to; undefined when they are wrong. */
  verify(type: string, credentials: NamedPassword): Promise<AccountRecord | undefined>
}

/**
 * Signs outside services in by the name and password of an account. A password is derived once. After that, the
 * credentials are recognised by a keyed digest together with the stored hash that they matched, so that polling is
 * cheap and a changed or removed password stops working with the next call.
 */
export function createAccountSignIn(accounts: AccountRepository): AccountSignIn {
  const digestKey = randomBytes(32)
  const matched = new Map<string, string>()
  const underWay = new Map<string, Promise<boolean>>()
  /** Compared when no account matches, so that the response time does not reveal which names exist. */
  let decoy: Promise<string> | undefined

  function derive(digest: string, password: string, hash: string): Promise<boolean> {
    const key = `${digest} ${hash}`
    const running = underWay.get(key) ?? verifyPassword(password, hash).finally(() => underWay.delete(key))
    underWay.set(key, running)
    return running
  }

  function remember(digest: string, hash: string): void {
    const oldest = matched.keys().next().value
    if (matched.size >= mostRemembered && oldest !== undefined) matched.delete(oldest)
    matched.set(digest, hash)
  }

  return {
    async verify(type, { username, password }) {
      const account = await accounts.findByIdentity(type, username)
      const stored = account?.secrets.password
      decoy ??= hashPassword(randomBytes(16).toString('base64'))
      const hash = stored !== undefined && 'hash' in stored ? stored.hash : await decoy
      const digest = createHmac('sha256', digestKey)
        .update(JSON.stringify([type, username, password]))
        .digest('base64')
      if (matched.get(digest) === hash) return account
      matched.delete(digest)
      if (!(await derive(digest, password, hash)) || account === undefined) return undefined
      remember(digest, hash)
      return account
    },
  }
}
