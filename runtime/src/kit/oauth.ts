import type { AccountConnection } from '@patchbay/shared/api'
import type { CredentialForm } from '../platform/egress/request-token.ts'

/** The page of the designer at which a service sends the browser back. It reads what came and has it finished here. */
export const OAUTH_CALLBACK_PATH = '/oauth/callback'

/** How an account gets its tokens from an OAuth 2.0 token service. Plain text: never store or log it. */
export interface OAuthClient {
  readonly grant: OAuthGrant
  readonly tokenUrl: string
  readonly clientId: string
  /** Empty: the client only says its name. */
  readonly clientSecret: string
  /** Scopes with spaces between them; empty for none. */
  readonly scope: string
  /** What the tokens are for, where the service wants to know it; empty for none. */
  readonly audience: string
  /** How the client proves who it is. Absent: found out. */
  readonly form?: CredentialForm
  /** Where the form is found out: the one that is tried first. Default `basic`. */
  readonly firstForm?: CredentialForm
  /** The origins that get the tokens. Tokens that were given for others are not used. */
  readonly origins: readonly string[]
}

export type OAuthGrant =
  | { readonly type: 'client-credentials' }
  | { readonly type: 'password'; readonly username: string; readonly password: string }
  /** A grant of the service's own (RFC 6749 4.5). */
  | {
      readonly type: 'extension'
      /** `grant_type` and whatever else the service wants, such as a key. */
      readonly parameters: Readonly<Record<string, string>>
      /** Codes of errors by which the service says that the key is wrong, besides those of the standard. */
      readonly refusals: readonly string[]
    }
  /** A person agrees at the address, once. */
  | { readonly type: 'authorization-code'; readonly authorizationUrl: string }

/** Tokens of accounts, shared by all steps, runs and processes. */
export interface AccountTokens {
  /**
   * Returns an access token of the account. `rejected` is one that the service refused with 401: another one is
   * requested unless that was done already, and once in half a minute at most.
   * @throws AppError ACCOUNT_NOT_FOUND, ACCOUNT_NOT_CONNECTED when a person has to connect the account,
   * TOKEN_REQUEST_FAILED, TIMEOUT, or any error of the guarded client
   */
  token(accountId: string, options: AccountTokenOptions): Promise<string>
  /** Undefined when the account has no tokens. @throws AppError ACCOUNT_NOT_FOUND */
  connection(accountId: string): Promise<AccountConnection | undefined>
}

export interface AccountTokenOptions {
  readonly timeoutMs: number
  readonly signal?: AbortSignal
  readonly rejected?: string
}
