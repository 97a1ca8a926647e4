import type { AccountSignIn } from '../accounts/account-sign-in.ts'
import type { OpenAccounts } from '../accounts/open-accounts.ts'
import type { Integration, IntegrationHost } from '../kit/integration.ts'
import { deriveToken, openSealedText, sealText } from '../platform/secrets/sealed-text.ts'
import type { SecretKey } from '../platform/secrets/secret-key.ts'
import type { Database } from '../store/database.ts'
import { ownTables } from '../store/own-tables.ts'
import type { ServiceUrls } from './service-urls.ts'

/** What is passed on to integrations as it is. */
type Ports = Pick<
  IntegrationHost,
  'web' | 'publicUrl' | 'accountTokens' | 'attention' | 'messages' | 'files' | 'queue' | 'now' | 'clock' | 'onError'
>

export interface HostOptions extends Ports {
  readonly database: Database
  readonly key: SecretKey
  readonly urlOf: ServiceUrls
}

interface AccountParts {
  readonly openAccounts: OpenAccounts
  readonly signIn: AccountSignIn
}

/** What an integration may use: its own accounts, addresses, tables and secrets, and the ports that all share. */
export function integrationHost(
  { id }: Integration,
  options: HostOptions,
  { openAccounts, signIn }: AccountParts,
): IntegrationHost {
  const { database, key } = options
  const { web, publicUrl, accountTokens, attention, messages, files, queue, now, clock, onError } = options
  return {
    web,
    publicUrl,
    accountTokens,
    attention,
    messages,
    files,
    queue,
    now,
    clock,
    onError,
    url: (host) => options.urlOf(id, host),
    accounts: {
      open: (accountId) => openAccounts.open(id, accountId),
      async signIn(credentials, address) {
        const account = await signIn.verify(id, credentials, address)
        return account === undefined ? undefined : openAccounts.openRecord(account)
      },
    },
    tables: <Own>() => ownTables<Own>(database),
    secrets: {
      seal: (text, binding) => sealText(key, text, binding),
      open: (sealed, binding) => openSealedText(key, sealed, binding),
      derive: (binding) => deriveToken(key, [id, ...binding]),
    },
  }
}
