import type { AccountCheck, AccountDefinition, AccountStatus } from '@patchbay/shared/api'
import type { Kysely } from 'kysely'
import type { Static, TSchema } from 'typebox'
import type { WebClient } from '../platform/egress/web-client.ts'
import type { Worker } from '../platform/queue/job.ts'
import type { Queue } from '../platform/queue/queue.ts'
import type { AccountCall, OpenAccount } from './account.ts'
import type { NamedPassword } from './basic-credentials.ts'
import type { Callback } from './callback.ts'
import type { Channel } from './channel.ts'
import type { MessageReceiver } from './inbound-message.ts'
import type { ActionModule, TriggerModule } from './node.ts'
import type { Route } from './route.ts'

/**
 * An outside service that Patchbay knows: what its accounts hold, and what it offers. One folder with everything of
 * it, and one line in `integrations/index.ts`.
 */
export interface Integration<Properties = unknown> {
  /** Folder name, type of its accounts, and part of its callback address. Never changes once accounts are stored. */
  readonly id: string
  readonly account: AccountDefinition
  /**
   * Base URLs of the service by name, without a slash at the end. An operator may set others in
   * PATCHBAY_SERVICE_URLS. Services whose address stands in the account have none.
   */
  readonly hosts?: Readonly<Record<string, string>>
  /** Called once at start; does nothing outside. Everything the parts share is made here. */
  create(host: IntegrationHost<Properties>): IntegrationParts<Properties>
}

/** What an integration may use: ports, so that it needs to know no other part of Patchbay. */
export interface IntegrationHost<Properties = unknown> {
  /** The only way out. */
  readonly web: WebClient
  /** The base URL of one of `hosts`, as the operator wants it. @throws Error for a name that `hosts` has not */
  url(host: string): string
  readonly accounts: {
    /** Undefined when there is none of this type, or what it holds no longer fits. @throws AppError SECRET_MISSING */
    open(accountId: string): Promise<OpenAccount<Properties> | undefined>
    /**
     * The account with this identity and hashed password; undefined when they are wrong.
     * Deriving a password is slow: limit the tries first.
     */
    signIn(credentials: NamedPassword): Promise<OpenAccount<Properties> | undefined>
  }
  readonly messages: Pick<MessageReceiver, 'receive'>
  readonly queue: Pick<Queue, 'send' | 'wake'>
  /** The database, for the tables of the integration's own. */
  tables<Own>(): Kysely<Own>
  /** Text that only this server can read, bound to what it belongs to. */
  readonly secrets: {
    seal(text: string, binding: readonly unknown[]): string
    /** @throws AppError SECRET_MISSING */
    open(sealed: string, binding: readonly unknown[]): string
  }
  now(): Date
  /** Milliseconds on a clock that never goes back, for limits. */
  clock(): number
  /** Called with faults that nobody waits for. */
  onError(error: unknown, about?: object): void
}

/** What an integration offers. What it leaves out, its accounts do not have. */
export interface IntegrationParts<Properties = unknown> {
  /** Test Connection: whether the two sides reach each other with what is stored. Never throws for what it finds. */
  check?(account: OpenAccount<Properties>, call: AccountCall): Promise<AccountCheck>
  /** Set Webhook: tells the service to send its events to the callback address of the account. */
  setWebhook?(account: OpenAccount<Properties>, call: AccountCall): Promise<AccountCheck>
  /** How the account does, for its page. */
  status?(account: OpenAccount<Properties>, call: AccountCall): Promise<AccountStatus>
  /** How messages of the account's addresses are sent. */
  readonly channel?: Channel
  readonly callback?: Callback<Properties>
  readonly actions?: readonly ActionModule[]
  readonly triggers?: readonly TriggerModule[]
  readonly jobs?: readonly Worker[]
  /** Only for addresses that somebody else dictates; everything else is the `callback`. */
  readonly routes?: readonly Route[]
  /**
   * Lets the service start flows by their Inbound API trigger, with the name and password of an account. Undefined
   * when they are wrong.
   * @throws AppError FORBIDDEN when they are right and may not
   */
  signInToStart?(credentials: NamedPassword): Promise<OpenAccount<Properties> | undefined>
  /** What is still to be handed to the service, for the metrics. Counts at most `most`. */
  backlog?(most: number): Promise<Backlog>
}

export interface Backlog {
  readonly waiting: number
  /** When the one that waits longest was due. */
  readonly oldest: Date | null
}

/** Joins an account type with its code; properties are typed by the schema, which everything opened has passed. */
export function defineIntegration<Properties extends TSchema>(integration: {
  readonly account: AccountDefinition<Properties>
  readonly hosts?: Readonly<Record<string, string>>
  create(host: IntegrationHost<Static<Properties>>): IntegrationParts<Static<Properties>>
}): Integration {
  const erased = { id: integration.account.id, ...integration }
  // The erasure is safe: accounts are opened only when their properties fit the definition's schema.
  return erased as unknown as Integration
}
