import type { Kysely } from 'kysely'
import type { Tables } from '../../store/schema/tables.ts'
import { type AccountTokensOptions, createAccountTokens, type KeptAccountTokens } from './account-tokens.ts'
import { type Connecting, createConnecting } from './connecting.ts'
import { createRenewal, type Renewal } from './renewal.ts'
import { createAccountTokenRepository } from './token-repository.ts'

export interface OAuthPartsOptions extends Omit<AccountTokensOptions, 'tokens'> {
  readonly kysely: Kysely<Tables>
  /** Called after a person has connected an account. */
  readonly onConnected: () => void
}

export interface OAuthParts {
  readonly accountTokens: KeptAccountTokens
  readonly connecting: Connecting
  readonly renewal: Renewal
}

/** The tokens of accounts: how people give them, how processes share them, and how they stay valid. */
export function createOAuthParts({ kysely, onConnected, ...options }: OAuthPartsOptions): OAuthParts {
  const shared = { ...options, tokens: createAccountTokenRepository(kysely) }
  const accountTokens = createAccountTokens(shared)
  return {
    accountTokens,
    connecting: createConnecting({ ...shared, kysely, onConnected }),
    renewal: createRenewal({ ...shared, accountTokens }),
  }
}
