import type { AccountCheck, AccountDefinition, AccountStatus } from '@patchbay/shared/api'
import type { Static } from 'typebox'
import type { WebClient } from '../platform/egress/web-client.ts'

/** An account as the code of its type sees it. */
export interface OpenAccount<Properties = unknown> {
  readonly id: string
  readonly name: string
  /** As stored; secrets that are encrypted at rest are plain here, hashed ones are missing. */
  readonly properties: Properties
}

/** What the code of an account type may use. */
export interface AccountContext {
  readonly web: WebClient
  /** Where this server is reached from outside: PATCHBAY_PUBLIC_URL, else the address of the request. */
  readonly baseUrl: string
  readonly signal: AbortSignal
  readonly zapier: ZapierReports
  now(): Date
}

/** What the Zapier account shows of itself. */
export interface ZapierReports {
  status(accountId: string): Promise<AccountStatus>
  /** When the account's feed was last polled. */
  lastPoll(accountId: string): Promise<Date | null>
}

/** A type of account: its definition and what can be done with one. A folder, and a line in `index.ts`. */
export interface AccountModule {
  readonly definition: AccountDefinition
  /** Test Connection: whether the two sides reach each other with what is stored. Never throws for what it finds. */
  test?(account: OpenAccount, context: AccountContext): Promise<AccountCheck>
  /** Set Webhook: tells the other service to send its events to the account's callback URL. */
  setWebhook?(account: OpenAccount, context: AccountContext): Promise<AccountCheck>
  status?(account: OpenAccount, context: AccountContext): Promise<AccountStatus>
}

export interface AccountCode<Properties> {
  test?(account: OpenAccount<Properties>, context: AccountContext): Promise<AccountCheck>
  setWebhook?(account: OpenAccount<Properties>, context: AccountContext): Promise<AccountCheck>
  status?(account: OpenAccount<Properties>, context: AccountContext): Promise<AccountStatus>
}

/** Joins a definition with its code; properties are typed by the schema, which everything stored has passed. */
export function implementAccount<Definition extends AccountDefinition>(
  definition: Definition,
  code: AccountCode<Static<Definition['properties']>> = {},
): AccountModule {
  // The erasure is safe: only properties that fit the definition's schema are stored.
  return { definition, ...(code as AccountCode<unknown>) }
}
