import { type AccountTokensOptions, createAccountTokens, type KeptAccountTokens } from './account-tokens.ts'
import { type Connecting, type ConnectingOptions, createConnecting } from './connecting.ts'
import { createRenewal, type Renewal } from './renewal.ts'
import { createAccountTokenRepository } from './token-repository.ts'

/** With what `createConnecting` asks for besides. */
export interface OAuthPartsOptions
  extends Omit<AccountTokensOptions, 'tokens'>,
    Pick<ConnectingOptions, 'kysely' | 'onConnected' | 'admit'> {}

export interface OAuthParts {
  readonly accountTokens: KeptAccountTokens
  readonly connecting: Connecting
  readonly renewal: Renewal
}

/** The tokens of accounts: how people give them, how processes share them, and how they stay valid. */
export function createOAuthParts({ kysely, onConnected, admit, ...options }: OAuthPartsOptions): OAuthParts {
  const shared = { ...options, tokens: createAccountTokenRepository(kysely) }
  const accountTokens = createAccountTokens(shared)
  return {
    accountTokens,
    connecting: createConnecting({ ...shared, kysely, onConnected, ...(admit === undefined ? {} : { admit }) }),
    renewal: createRenewal({ ...shared, accountTokens }),
  }
}
