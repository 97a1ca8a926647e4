import { createAttention } from './accounts/attention.ts'
import { createOAuthParts, type OAuthParts } from './accounts/oauth/create-oauth.ts'
import { type AccountLossOptions, createAccountLoss } from './alerts/account-loss.ts'
import { createIntegrations, type Integrations, type IntegrationsOptions } from './integrations/create-integrations.ts'
import type { Attention } from './kit/attention.ts'
import { readManifestIntegrations } from './manifests/read-manifest-integrations.ts'
import { type AddressOwners, createAddressOwners } from './messaging/address-owners.ts'
import { publicUrlOf } from './platform/config/addresses.ts'
import type { Config } from './platform/config/config.ts'
import type { Queue } from './platform/queue/queue.ts'
import type { createRepositories } from './repositories.ts'

/** Accounts of outside services, and what they bring. */
export interface AccountParts {
  readonly attention: Attention
  readonly integrations: Integrations
  readonly oauth: OAuthParts
  /** Which of our addresses belong to which account. */
  readonly owners: AddressOwners
  /** Called when any process may have changed an account or an address. */
  forgetAccounts(): void
  /** Called after this process has changed an account or an address. */
  onAccountsChanged(): void
}

export interface AccountPartsOptions
  extends Omit<
    IntegrationsOptions,
    'accountTokens' | 'attention' | 'onAccountsChanged' | 'publicUrl' | 'queue' | 'readImported'
  > {
  readonly config: Config
  readonly repositories: Pick<ReturnType<typeof createRepositories>, 'addresses' | 'manifests' | 'pictures'>
  readonly queue: Queue
  readonly flowsUsing: AccountLossOptions['flowsUsing']
  /** Tells the other processes to forget what they know of accounts. */
  tellOthers(): void
}

/** Makes the integrations, the sign-in to accounts, and what notices that an account has lost its access. */
export function createAccountParts(options: AccountPartsOptions): AccountParts {
  const { config, database, repositories, web, queue, key, flowsUsing, now, onError } = options
  const owners = createAddressOwners(repositories.addresses)
  const forgetAccounts = () => {
    owners.forget()
    integrations.openAccounts.forget()
    oauth.accountTokens.forget()
  }
  const onAccountsChanged = () => {
    forgetAccounts()
    options.tellOthers()
  }
  const reportLoss = createAccountLoss({ flowsUsing, queue, instance: config.onFailure, ...publicUrlOf(config), now })
  const attention = createAttention({ kysely: database.kysely, reportLoss, onChange: onAccountsChanged })
  const integrations = createIntegrations({
    ...options,
    publicUrl: publicUrlOf(config).publicUrl,
    accountTokens: { token: (accountId, asked) => oauth.accountTokens.token(accountId, asked) },
    onAccountsChanged,
    readImported: readManifestIntegrations(repositories.manifests, repositories.pictures),
    attention,
  })
  const oauth = createOAuthParts({
    kysely: database.kysely,
    oauthOf: integrations.oauthOf,
    web,
    key,
    hide: (accountId, text) => integrations.openAccounts.mask(accountId).hide(text),
    reportLoss,
    onConnected: onAccountsChanged,
    admit: integrations.admitConnected,
    now,
    onError,
  })
  return { integrations, oauth, owners, attention, forgetAccounts, onAccountsChanged }
}
