import { AppError, toAppError } from '@patchbay/shared/errors'
import type { AccountRepository } from '../accounts/account-repository.ts'
import { sealGranted } from '../accounts/account-secrets.ts'
import type { AccountType } from '../accounts/accounts.ts'
import type { OAuthAccount } from '../accounts/oauth/account-tokens.ts'
import { digestOf } from '../accounts/oauth/kept-token.ts'
import { requestGrant } from '../accounts/oauth/request-grant.ts'
import type { OpenAccounts } from '../accounts/open-accounts.ts'
import type { GivenAccess, OpenAccount } from '../kit/account.ts'
import type { IntegrationHost } from '../kit/integration.ts'
import type { OAuthClient } from '../kit/oauth.ts'
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

export interface AdmissionOptions extends Pick<IntegrationHost, 'web' | 'attention' | 'accountTokens'> {
  readonly accounts: Pick<AccountRepository, 'grant'>
  readonly openAccounts: OpenAccounts
  readonly key: SecretKey
  /** The integration of an account type. */
  readonly partOf: (accountType: string) => Made | undefined
}

export function createAdmission(options: AdmissionOptions): Admission {
  const { accounts, openAccounts, accountTokens, key, web, partOf } = options

  function clientOf(type: string, account: OpenAccount): OAuthClient | undefined {
    return partOf(type)?.parts.oauth?.(account)
  }

  /**
   * What an account that is saved signs in with. Undefined until a person has connected it, with its present settings and
   * at its present hosts.
   */
  async function accessOf(
    accountId: string,
    client: OAuthClient,
    signal: AbortSignal,
  ): Promise<GivenAccess | undefined> {
    if (client.grant.type !== 'authorization-code') return givenOrRefused(() => requestGrant(web, client))
    const record = await openAccounts.find(accountId)
    const before = record === undefined ? undefined : openAccounts.openRecord(record)
    const known = record === undefined || before === undefined ? undefined : clientOf(record.type, before)
    if (before === undefined || known === undefined || digestOf(known) !== digestOf(client)) return undefined
    const { secretHosts: hosts = [] } = partOf(record?.type ?? '')?.integration.account ?? {}
    const { granted = {}, grantedHosts = hosts } = before
    if (!hosts.every((host) => grantedHosts.includes(host))) return undefined
    return givenOrRefused(async () => {
      const token = await accountTokens.token(accountId, { timeoutMs: ADMIT_TIMEOUT_MS, signal })
      return { token, members: granted }
    })
  }

  async function marked(accountId: string, problem: string): Promise<string> {
    await options.attention.mark(accountId, 'account', problem)
    return problem
  }

  return {
    admitOf({ integration, parts: { admit } }) {
      if (admit === undefined) return undefined
      return async (account, signal) => {
        const client = clientOf(integration.account.id, account)
        const given = client === undefined ? undefined : await accessOf(account.id, client, signal)
        // A person has to agree first.
        if (given === undefined && client !== undefined) return undefined
        return (await admit(account, { signal, ...(given === undefined ? {} : { given }) })).granted
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
        const { granted, unasked } = await admit(entered, { given, signal: AbortSignal.timeout(ADMIT_TIMEOUT_MS) })
        const hosts = part?.integration.account.secretHosts
        await accounts.grant(accountId, sealGranted(key, accountId, { granted, hosts }))
        return unasked === undefined ? null : await marked(accountId, unasked)
      } catch (thrown) {
        if (!(thrown instanceof AppError)) throw thrown
        return await marked(accountId, openAccounts.mask(accountId).hide(thrown.message))
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

/** Undefined where the account is not connected. @throws AppError ACCOUNT_REFUSED when the token service gives none */
async function givenOrRefused(ask: () => Promise<GivenAccess>): Promise<GivenAccess | undefined> {
  try {
    return await ask()
  } catch (thrown) {
    const { code, message } = toAppError(thrown)
    if (code === 'ACCOUNT_NOT_CONNECTED') return undefined
    throw code === 'INTERNAL' ? thrown : new AppError('ACCOUNT_REFUSED', message)
  }
}
