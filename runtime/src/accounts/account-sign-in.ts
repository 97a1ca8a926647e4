import { createHmac, randomBytes } from 'node:crypto'
import type { NamedPassword } from '../kit/basic-credentials.ts'
import type { AccountRecord, AccountRepository } from './account-repository.ts'
import { hashPassword, verifyPassword } from './password-hash.ts'

/** Most verified credentials that are remembered. */
const mostRemembered = 1_000

export interface AccountSignIn {
  /** The account of this type that the credentials belong to, or undefined when they are wrong. */
  verify(type: string, credentials: NamedPassword): Promise<AccountRecord | undefined>
}

/**
 * Lets outside services in by the name and password of an account. A password is derived once: afterwards the
 * credentials are known by a keyed digest together with the stored hash they matched, so that polling is cheap
 * and a changed or removed password stops working with the next call.
 */
export function createAccountSignIn(accounts: AccountRepository): AccountSignIn {
  const digestKey = randomBytes(32)
  const matched = new Map<string, string>()
  const underWay = new Map<string, Promise<boolean>>()
  /** Compared where there is no account, so that the time does not tell which names exist. */
  let nobody: Promise<string> | undefined

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
      nobody ??= hashPassword(randomBytes(16).toString('base64'))
      const hash = stored !== undefined && 'hash' in stored ? stored.hash : await nobody
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
