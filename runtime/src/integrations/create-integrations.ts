import type { MessageMedia } from '@patchbay/shared/api'
import { AppError } from '@patchbay/shared/errors'
import { createAccountChoices } from '../accounts/account-choices.ts'
import { type AccountRepository, createAccountRepository } from '../accounts/account-repository.ts'
import { createAccountSignIn } from '../accounts/account-sign-in.ts'
import type { AccountType } from '../accounts/accounts.ts'
import { createOpenAccounts, type OpenAccounts } from '../accounts/open-accounts.ts'
import { tellingOfChanges } from '../accounts/telling-of-changes.ts'
import type { NodeSource } from '../engine/node-registry.ts'
import type { OpenAccount } from '../kit/account.ts'
import type { NamedPassword } from '../kit/basic-credentials.ts'
import { BOTS, type BotPort } from '../kit/bot.ts'
import type { Callback } from '../kit/callback.ts'
import type { Channel, ChannelDefinition } from '../kit/channel.ts'
import type { DirectoryService } from '../kit/directory.ts'
import type { ErasedContact } from '../kit/erased-contact.ts'
import type { Backlog, Integration, IntegrationParts } from '../kit/integration.ts'
import { downloadMedia, type FetchedMedia } from '../kit/media.ts'
import type { MessageTemplate } from '../kit/message-template.ts'
import type { NodeModule } from '../kit/node.ts'
import { joinedOptions, type OptionSource } from '../kit/options.ts'
import type { Route } from '../kit/route.ts'
import { MESSAGE_TEMPLATES } from '../nodes/messaging/send-message/definition.ts'
import type { PasswordWork } from '../platform/password-work.ts'
import type { Worker } from '../platform/queue/job.ts'
import { type Admission, createAdmission } from './admission.ts'
import { botChoices } from './bot-choices.ts'
import { createImported, type Made } from './imported.ts'
import { type HostOptions, integrationHost } from './integration-host.ts'
import { createTemplateChoices } from './template-choices.ts'

export interface IntegrationsOptions extends HostOptions {
  readonly list: readonly Integration[]
  /** Called after an account was changed or removed by this process. */
  onAccountsChanged(): void
  readonly passwordWork: PasswordWork
  /** Reads the integrations that are data. The same object for one that has not changed. */
  readImported(): Promise<readonly Integration[]>
}

/** The parts of all integrations, sorted by the place that uses them. */
export interface Integrations extends Pick<Admission, 'oauthOf' | 'admitConnected'> {
  readonly accounts: AccountRepository
  readonly openAccounts: OpenAccounts
  /** Those that people make accounts of, in order of the list, and then those of imported integrations. */
  accountTypes(): readonly AccountType[]
  /** True when people can add addresses of this channel to this account: it exists, and its type carries the channel. */
  carries(accountId: string, channel: string): Promise<boolean>
  /** True when the account has one address, which comes and goes with it. */
  hasOwnAddress(accountId: string): Promise<boolean>
  /** The channel kinds of all integrations. Several integrations may bring the same one. */
  readonly channelDefinitions: readonly ChannelDefinition[]
  /** By account type. */
  readonly channels: ReadonlyMap<string, Channel>
  readonly callbacks: ReadonlyMap<string, Callback>
  /**
   * Fetches a file of a message that the account received.
   * @throws AppError without the account's secrets; ACCOUNT_NOT_FOUND when the account is gone
   */
  fetchMedia(accountId: string, media: MessageMedia, signal: AbortSignal): Promise<FetchedMedia>
  /**
   * The messages that the account's service has approved; none of an account that is gone or has no such messages.
   * @throws AppError of the service, without the account's secrets
   */
  templates(accountId: string, signal: AbortSignal): Promise<readonly MessageTemplate[]>
  readonly bots: BotPort
  /** True when accounts of this type have a bot. */
  hasBot(type: string): boolean
  /** The services with people of their own, imported ones too. */
  directories(): readonly DirectoryService[]
  /** Actions and triggers of the list. */
  readonly nodes: readonly NodeModule[]
  /** The actions of imported integrations. Reading them makes their account types known, too. */
  readonly imported: NodeSource
  /** Sources of choices by name: the accounts of each type of the list, and those that integrations bring. */
  readonly options: Readonly<Record<string, OptionSource>>
  readonly jobs: readonly Worker[]
  readonly routes: readonly Route[]
  /** The account with these credentials that may start flows. @throws AppError FORBIDDEN when it may not */
  signInToStart(credentials: NamedPassword): Promise<OpenAccount | undefined>
  /** Takes a contact out of the tables of all integrations. */
  eraseContact(contact: ErasedContact): Promise<void>
  /** Pending deliveries to all services. Counts at most `most` for each. */
  backlog(most: number): Promise<Backlog>
}

/** Makes every integration of the list once. */
export function createIntegrations(options: IntegrationsOptions): Integrations {
  const { list, database, key } = options
  const accounts = tellingOfChanges(createAccountRepository(database.kysely), options.onAccountsChanged)
  const signIn = createAccountSignIn(accounts, options)
  const openAccounts = createOpenAccounts({
    accounts,
    definitionOf: (type) => partOf(type)?.integration.account,
    key,
  })

  const accountChoices = createAccountChoices(
    accounts,
    list.map(({ account }) => account),
  )
  const make = (integration: Integration): Made => {
    const host = integrationHost(integration, options, { openAccounts, signIn })
    return { integration, parts: integration.create(host) }
  }
  const made = list.map(make)
  const imported = createImported({
    accounts,
    read: options.readImported,
    make,
    // Accounts that were opened by another definition are opened anew.
    onChange: openAccounts.forget,
  })
  const fixed = new Map(made.map((one) => [one.integration.account.id, one]))
  function partOf(type: string): Made | undefined {
    return fixed.get(type) ?? imported.of(type)
  }

  const admission = createAdmission({ ...options, accounts, openAccounts, partOf })

  const byType = <Part>(pick: (parts: IntegrationParts) => Part | undefined): ReadonlyMap<string, Part> =>
    new Map(
      made.flatMap(({ integration: { id }, parts }) => {
        const part = pick(parts)
        return part === undefined ? [] : [[id, part] as const]
      }),
    )
  const ownAddresses = byType(({ addressOf }) => addressOf)
  const channels = byType(({ channel }) =>
    channel === undefined ? undefined : withHiddenSecrets(channel, openAccounts),
  )
  const templatesOf = byType(({ templates }) => templates)
  const templateChoices = createTemplateChoices({ accounts, openAccounts, templatesOf })
  const bots = byType(({ bot }) => bot)
  const accountTypeOf = new Map(list.map(({ account }) => [account.id, account]))
  const fetchers = byType(({ fetchMedia }) => fetchMedia)
  function accountType(made: Made): AccountType {
    const { integration, parts } = made
    const { check, setWebhook, addressOf, importAddresses, status } = parts
    const admit = admission.admitOf(made)
    return {
      definition: integration.account,
      ...(check === undefined ? {} : { check }),
      ...(setWebhook === undefined ? {} : { setWebhook }),
      ...(addressOf === undefined ? {} : { addressOf }),
      ...(importAddresses === undefined ? {} : { importAddresses }),
      ...(status === undefined ? {} : { status }),
      ...(admit === undefined ? {} : { admit }),
    }
  }

  return {
    accounts,
    openAccounts,
    oauthOf: admission.oauthOf,
    async carries(accountId, channel) {
      const type = (await openAccounts.find(accountId))?.type ?? ''
      if (ownAddresses.has(type)) return false
      const definitions = channels.get(type)?.definitions ?? []
      return definitions === 'all' || definitions.some(({ id }) => id === channel)
    },
    hasOwnAddress: async (accountId) => ownAddresses.has((await openAccounts.find(accountId))?.type ?? ''),
    channelDefinitions: [...channels.values()].flatMap(({ definitions }) => (definitions === 'all' ? [] : definitions)),
    accountTypes: () =>
      [...made, ...imported.all()].filter(({ integration }) => integration.hasAccounts !== false).map(accountType),
    admitConnected: admission.admitConnected,
    channels,
    callbacks: byType(({ callback }) => callback),
    async fetchMedia(accountId, media, signal) {
      const record = await openAccounts.find(accountId)
      const account = record === undefined ? undefined : openAccounts.openRecord(record)
      if (account === undefined) throw new AppError('ACCOUNT_NOT_FOUND', 'The account that received it is gone.')
      const fetch = fetchers.get(record?.type ?? '')
      try {
        return await (fetch?.(account, media, { signal }) ?? downloadMedia(options.web, { url: media.url, signal }))
      } catch (error) {
        if (!(error instanceof AppError)) throw error
        // A service may repeat the credential that it was sent.
        throw new AppError(error.code, openAccounts.mask(accountId).hide(error.message), { cause: error })
      }
    },
    async templates(accountId, signal) {
      const record = await openAccounts.find(accountId)
      const account = record === undefined ? undefined : openAccounts.openRecord(record)
      if (account === undefined) return []
      const templates = (await templatesOf.get(record?.type ?? '')?.(account, { signal })) ?? []
      return openAccounts.mask(accountId).hide([...templates])
    },
    bots: {
      async of(accountId) {
        const type = (await openAccounts.find(accountId))?.type ?? ''
        const [account, bot] = [accountTypeOf.get(type), bots.get(type)]
        return account === undefined || bot === undefined ? undefined : { account, bot }
      },
    },
    hasBot: (type) => bots.has(type),
    directories: () =>
      [...made, ...imported.all()].flatMap(({ integration: { account }, parts: { directory } }) =>
        directory === undefined ? [] : [{ account, directory }],
      ),
    options: joinedOptions([
      accountChoices,
      { [BOTS]: botChoices },
      { [MESSAGE_TEMPLATES]: templateChoices },
      ...made.map(({ parts }) => parts.options ?? {}),
    ]),
    nodes: made.flatMap(({ parts: { triggers = [], actions = [] } }) => [...triggers, ...actions]),
    imported: imported.source,
    jobs: made.flatMap(({ parts }) => parts.jobs ?? []),
    routes: made.flatMap(({ parts }) => parts.routes ?? []),
    async signInToStart(credentials) {
      for (const { parts } of made) {
        const account = await parts.signInToStart?.(credentials)
        if (account !== undefined) return account
      }
      return undefined
    },
    async eraseContact(contact) {
      for (const { parts } of made) await parts.eraseContact?.(contact)
    },
    async backlog(most) {
      const all = await Promise.all(made.map(({ parts }) => parts.backlog?.(most) ?? nothing))
      const times = all.flatMap(({ oldest }) => (oldest === null ? [] : [oldest.getTime()]))
      const waiting = all.reduce((sum, backlog) => sum + backlog.waiting, 0)
      return { waiting, oldest: times.length === 0 ? null : new Date(Math.min(...times)) }
    },
  }
}

/**
 * Hides an account's secrets in the outcomes of its channel, because a service may repeat the credential it was sent.
 */
function withHiddenSecrets(channel: Channel, { mask }: Pick<OpenAccounts, 'mask'>): Channel {
  const { find } = channel
  return {
    ...channel,
    send: async (message, signal) => {
      const outcome = await channel.send(message, signal)
      return mask(message.accountId).hide(outcome)
    },
    ...(find === undefined
      ? {}
      : {
          find: async (message, signal) => {
            const outcome = await find(message, signal)
            return mask(message.accountId).hide(outcome)
          },
        }),
  }
}

const nothing: Backlog = { waiting: 0, oldest: null }
