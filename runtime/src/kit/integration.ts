import type { AccountCheck, AccountDefinition, AccountStatus, Address, MessageMedia } from '@patchbay/shared/api'
import type { Kysely } from 'kysely'
import type { Static, TSchema } from 'typebox'
import type { WebClient } from '../platform/egress/web-client.ts'
import type { Worker } from '../platform/queue/job.ts'
import type { Queue } from '../platform/queue/queue.ts'
import type { AccountCall, AdmitCall, Admitted, OpenAccount, WebhookCall } from './account.ts'
import type { Attention } from './attention.ts'
import type { NamedPassword } from './basic-credentials.ts'
import type { Bot } from './bot.ts'
import type { Callback } from './callback.ts'
import type { Channel } from './channel.ts'
import type { Directory } from './directory.ts'
import type { ErasedContact } from './erased-contact.ts'
import type { MessageReceiver } from './inbound-message.ts'
import type { FetchedMedia, FetchMedia } from './media.ts'
import type { MessageTemplate } from './message-template.ts'
import type { ActionModule } from './node.ts'
import type { AccountTokens, OAuthClient } from './oauth.ts'
import type { OfferedAddress } from './offered-address.ts'
import type { OptionSource } from './options.ts'
import type { Route } from './route.ts'
import type { TriggerModule } from './trigger.ts'

/**
 * An outside service that Patchbay knows: what its accounts hold, and what it offers. It is one folder and one line in
 * `integrations/index.ts`.
 */
export interface Integration<Properties = unknown> {
  /** Folder name, account type and part of the callback address. Must not change once accounts are stored. */
  readonly id: string
  readonly account: AccountDefinition
  /** False: nothing of it needs an account, so people are offered none. Absent: true. */
  readonly hasAccounts?: boolean
  /**
   * Base URLs of the service by name, without a trailing slash. An operator can override them in PATCHBAY_SERVICE_URLS.
   * Leave it out when the address is a property of the account.
   */
  readonly hosts?: Readonly<Record<string, string>>
  /** Called once at start, and must not call outside. It makes everything that the parts share. */
  create(host: IntegrationHost<Properties>): IntegrationParts<Properties>
}

/** What an integration may use: ports, so that it depends on no other part of Patchbay. */
export interface IntegrationHost<Properties = unknown> {
  /** The only way out. */
  readonly web: WebClient
  /** The base URL of one of `hosts`, with the operator's override. @throws Error for a name that is not in `hosts` */
  url(host: string): string
  /** PATCHBAY_PUBLIC_URL: the address of this server as seen from outside. Undefined when the operator gave none. */
  readonly publicUrl: string | undefined
  readonly accounts: {
    /** Undefined when no account of this type fits its schema under this id. @throws AppError SECRET_MISSING */
    open(accountId: string): Promise<OpenAccount<Properties> | undefined>
    /**
     * Returns the account with this identity and hashed password; undefined when they are wrong. Wrong attempts are
     * limited by identity, and by the caller's address where it is given.
     * @throws AppError TOO_MANY_REQUESTS
     */
    signIn(credentials: NamedPassword, address?: string): Promise<OpenAccount<Properties> | undefined>
  }
  readonly accountTokens: Pick<AccountTokens, 'token'>
  /** Notes where the service refuses an account and where it takes it: the page of the account shows it, people are told. */
  readonly attention: Pick<Attention, 'mark' | 'wentWell'>
  readonly messages: Pick<MessageReceiver, 'receive' | 'receipt'>
  /** Files of messages that are sent, for services that want the file itself in place of its address. */
  readonly files: {
    /** @throws AppError when it is not kept here any more, or cannot be fetched from its address */
    read(file: MessageMedia, signal: AbortSignal): Promise<FetchedMedia>
  }
  readonly queue: Pick<Queue, 'send' | 'wake'>
  /** The database, for the integration's own tables. */
  tables<Own>(): Kysely<Own>
  /** Seals text for this server, bound to the record that it belongs to. */
  readonly secrets: {
    seal(text: string, binding: readonly unknown[]): string
    /** @throws AppError SECRET_MISSING */
    open(sealed: string, binding: readonly unknown[]): string
    /** A token of 43 letters, digits, `-` and `_` that only this server can make: the same for the same binding. */
    derive(binding: readonly unknown[]): string
  }
  now(): Date
  /** Milliseconds on a clock that never goes back, for limits. */
  clock(): number
  /** Reports a fault that no caller waits for. */
  onError(error: unknown, about?: object): void
}

/** What an integration offers. Its accounts lack every part that is left out. */
export interface IntegrationParts<Properties = unknown> {
  /** Test Connection: checks both directions with the stored properties. Never throws for what it finds. */
  check?(account: OpenAccount<Properties>, call: AccountCall): Promise<AccountCheck>
  /**
   * Asks the service whether it takes the account: before it is stored, and again once a person has connected it. Its
   * properties are complete then, with those that are not stored. What it returns is sealed with the account, and is
   * `granted` of the opened account from then on.
   * @throws AppError ACCOUNT_REFUSED with what people can do
   */
  admit?(account: OpenAccount<Properties>, call: AdmitCall): Promise<Admitted>
  /** Set Webhook: registers the callback address of the account with the service. */
  setWebhook?(account: OpenAccount<Properties>, call: WebhookCall): Promise<AccountCheck>
  /**
   * The one address of an account, such as its page or bot. It is stored, changed and deleted with the account. Absent:
   * people add the addresses.
   * @throws AppError INVALID_INPUT when the properties name none
   */
  addressOf?(account: OpenAccount<Properties>): Address
  /**
   * Import numbers: the addresses that the service has for this account, in its order.
   * @throws AppError when the service does not answer, or refuses the credential
   */
  importAddresses?(account: OpenAccount<Properties>, call: AccountCall): Promise<readonly OfferedAddress[]>
  /**
   * How the account gets OAuth 2.0 tokens; undefined for an account that has none. `host.accountTokens` and those of a
   * step then give them, people connect it on its page, and that page says how it stands.
   */
  oauth?(account: OpenAccount<Properties>): OAuthClient | undefined
  /** The state of the account, for its page. */
  status?(account: OpenAccount<Properties>, call: AccountCall): Promise<AccountStatus>
  /**
   * The approved messages of the account, for Send Message.
   * @throws AppError when the service does not answer, or refuses the credential
   */
  templates?(account: OpenAccount<Properties>, call: Pick<AccountCall, 'signal'>): Promise<readonly MessageTemplate[]>
  /** The people of the outside service: its contacts, what happened with them, and who works there. */
  readonly directory?: Directory<Properties>
  /** Sends the messages of the account's addresses. */
  readonly channel?: Channel
  readonly callback?: Callback<Properties>
  /**
   * Fetches a file of a message that `callback` has read, by the `url` or `ref` that it gave. `downloadMedia` does most of
   * it. Absent: a GET of the `url` without a credential.
   * @throws AppError when there is no file now. It is tried five times, unless the error says that nothing will change.
   */
  readonly fetchMedia?: FetchMedia<Properties>
  /** Its bots, or models, with which Bot Conversation lets contacts talk. `capabilities.bot` of the account says so. */
  readonly bot?: Bot<Properties>
  readonly actions?: readonly ActionModule[]
  readonly triggers?: readonly TriggerModule[]
  /** Sources of choices that several of its actions share, by name. Names are unique in all of Patchbay. */
  readonly options?: Readonly<Record<string, OptionSource>>
  readonly jobs?: readonly Worker[]
  /** Only for addresses that another system dictates. Everything else uses `callback`. */
  readonly routes?: readonly Route[]
  /**
   * Lets the service start flows by their Inbound API trigger, with the name and password of an account. Undefined when
   * the credentials are wrong.
   * @throws AppError FORBIDDEN when they are right but the account may not start flows
   */
  signInToStart?(credentials: NamedPassword): Promise<OpenAccount<Properties> | undefined>
  /** Takes a contact out of the integration's own tables. Needed where they hold what contacts say or are. */
  eraseContact?(contact: ErasedContact): Promise<void>
  /** Deliveries to the service that are still pending, for the metrics. Counts at most `most`. */
  backlog?(most: number): Promise<Backlog>
}

export interface Backlog {
  readonly waiting: number
  /** Due time of the oldest pending delivery. */
  readonly oldest: Date | null
}

/** Joins an account type with its code. Properties have the schema's type, because every opened account was checked. */
export function defineIntegration<Properties extends TSchema>(integration: {
  readonly account: AccountDefinition<Properties>
  readonly hosts?: Readonly<Record<string, string>>
  create(host: IntegrationHost<Static<Properties>>): IntegrationParts<Static<Properties>>
}): Integration {
  const erased = { id: integration.account.id, ...integration }
  // Erasing the type is safe: an account is opened only when its properties fit the definition's schema.
  return erased as unknown as Integration
}
