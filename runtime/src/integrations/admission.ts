import { AppError, toAppError } from '@patchbay/shared/errors'
import type { AccountRepository } from '../accounts/account-repository.ts'
import { sealGranted } from '../accounts/account-secrets.ts'
import type { AccountType } from '../accounts/accounts.ts'
import type { OAuthAccount } from '../accounts/oauth/account-tokens.ts'
import { requestGrant } from '../accounts/oauth/request-grant.ts'
import type { OpenAccounts } from '../accounts/open-accounts.ts'
import type { GivenAccess, OpenAccount } from '../kit/account.ts'
import type { IntegrationHost } from '../kit/integration.ts'
import type { OAuthClient } from '../kit/oauth.ts'
import type { WebClient } from '../platform/egress/web-client.ts'
import type { SecretKey } from '../platform/secrets/secret-key.ts'
import type { Made } from './imported.ts'

const ADMIT_TIMEOUT_MS = 20_000

/** How accounts come to be taken by their services, with tokens where they get some. */
export interface Admission {
  /** What an account type asks its service before an account is stored. Undefined: the service is not asked. */
  admitOf(made: Made): AccountType['admit']
  /**
   * Has the service of an account that a person has connected say whether it takes it, and stores its answer.
   * @returns why it does not, as a sentence
   */
  admitConnected(accountId: string, given: GivenAccess): Promise<string | null>
  /** How an account gets its tokens; undefined when it has none. @throws AppError ACCOUNT_NOT_FOUND, SECRET_MISSING */
  oauthOf(accountId: string): Promise<OAuthAccount | undefined>
}

export interface AdmissionOptions extends Pick<IntegrationHost, 'web' | 'attention'> {
  readonly accounts: Pick<AccountRepository, 'grant'>
  readonly openAccounts: OpenAccounts
  readonly key: SecretKey
  /** The integration of an account type. */
  readonly partOf: (accountType: string) => Made | undefined
}

export function createAdmission(options: AdmissionOptions): Admission {
  const { accounts, openAccounts, key, web, partOf } = options

  function clientOf(type: string, account: OpenAccount): OAuthClient | undefined {
    return partOf(type)?.parts.oauth?.(account)
  }

  return {
    admitOf({ integration, parts: { admit } }) {
      if (admit === undefined) return undefined
      return async (account, signal) => {
        const client = clientOf(integration.account.id, account)
        // A person has to agree first.
        if (client?.grant.type === 'authorization-code') return undefined
        if (client === undefined) return admit(account, { signal })
        return admit(account, { signal, given: await firstToken(web, client) })
      }
    },
    async admitConnected(accountId, given) {
      const record = await openAccounts.find(accountId)
      const account = record === undefined ? undefined : openAccounts.openRecord(record)
      const part = partOf(record?.type ?? '')
      const admit = part?.parts.admit
      if (account === undefined || admit === undefined) return null
      try {
        // What was given before is given anew.
        const { granted: _granted, grantedHosts: _hosts, ...entered } = account
        const granted = await admit(entered, { given, signal: AbortSignal.timeout(ADMIT_TIMEOUT_MS) })
        const hosts = part?.integration.account.secretHosts
        await accounts.grant(accountId, sealGranted(key, accountId, { granted, hosts }))
        return null
      } catch (thrown) {
        if (!(thrown instanceof AppError)) throw thrown
        const problem = openAccounts.mask(accountId).hide(thrown.message)
        await options.attention.mark(accountId, 'account', problem)
        return problem
      }
    },
    async oauthOf(accountId) {
      const record = await openAccounts.find(accountId)
      if (record === undefined) throw new AppError('ACCOUNT_NOT_FOUND', 'There is no such account.')
      const isAsked = partOf(record.type)?.parts.oauth !== undefined
      const account = isAsked ? openAccounts.openRecord(record) : undefined
      const client = account === undefined ? undefined : clientOf(record.type, account)
      return client === undefined ? undefined : { name: record.name, client }
    },
  }
}

/** @throws AppError ACCOUNT_REFUSED when the token service gives none */
async function firstToken(web: WebClient, client: OAuthClient): Promise<GivenAccess> {
  try {
    return await requestGrant(web, client)
  } catch (thrown) {
    const { code, message } = toAppError(thrown)
    throw code === 'INTERNAL' ? thrown : new AppError('ACCOUNT_REFUSED', message)
  }
}
