import {
  type AccountCheck,
  type AccountConnection,
  type AccountDefinition,
  type AccountResource,
  type AccountStatus,
  type AccountTypeResource,
  type Address,
  type AddressWords,
  type ChangeAccount,
  type CreateAccount,
  isUuid,
  type Page,
  type SavedAccount,
} from '@patchbay/shared/api'
import { AppError } from '@patchbay/shared/errors'
import type { JsonObject } from '@patchbay/shared/json'
import type { AccountCall, OpenAccount } from '../kit/account.ts'
import type { IntegrationParts } from '../kit/integration.ts'
import type { OfferedAddress } from '../kit/offered-address.ts'
import { createMask } from '../platform/secrets/mask.ts'
import type { SecretKey } from '../platform/secrets/secret-key.ts'
import type { PageRequest } from '../services/page.ts'
import { uuidv7 } from '../store/uuid.ts'
import { hasAddresses, inUse } from './account-in-use.ts'
import type { AccountRecord, AccountRepository } from './account-repository.ts'
import {
  openProperties,
  type PartedProperties,
  partProperties,
  sealGranted,
  secretNames,
  shownProperties,
} from './account-secrets.ts'
import { noAttention } from './attention.ts'
import { builtInAccount } from './built-in-account.ts'
import { checkProperties, invalidProperties } from './check-properties.ts'
import { withChoicesAsSpelled } from './choices.ts'
import type { OpenAccounts } from './open-accounts.ts'
import { withoutDropped } from './without-dropped.ts'

/** An account type with the calls that its integration offers for an account. */
export interface AccountType
  extends Pick<IntegrationParts, 'check' | 'setWebhook' | 'addressOf' | 'importAddresses' | 'status'> {
  readonly definition: AccountDefinition
  /**
   * What its service gives when it takes the account. Undefined where it is not asked now: it takes every account, or a
   * person has to connect this one first.
   * @throws AppError ACCOUNT_REFUSED
   */
  admit?(account: OpenAccount, signal: AbortSignal): Promise<JsonObject | undefined>
}

/** Who reads an account, and where this server is reached from outside. */
export interface AccountReader {
  readonly baseUrl: string
  /** Administrators also read the properties that are `confidential`. */
  readonly isAdministrator: boolean
}

export interface Accounts {
  /** Those that are there now. */
  types(): readonly AccountTypeResource[]
  /** Built-in ones first, then in order of creation. */
  list(type: string | undefined, page: PageRequest, reader: AccountReader): Promise<Page<AccountResource>>
  /** @throws AppError ACCOUNT_NOT_FOUND, like every call that names an account */
  get(id: string, reader: AccountReader): Promise<AccountResource>
  /** @throws AppError INVALID_INPUT, ACCOUNT_EXISTS, ACCOUNT_REFUSED when its service does not take it */
  create(account: CreateAccount, by: string, call: AccountCall): Promise<SavedAccount>
  /** @throws AppError INVALID_INPUT, ACCOUNT_EXISTS, SECRET_MISSING, ACCOUNT_REFUSED */
  change(id: string, change: ChangeAccount, by: string, call: AccountCall): Promise<SavedAccount>
  /** @throws AppError ACCOUNT_IN_USE with `extra.flows` while live flows use it, or while numbers belong to it */
  remove(id: string): Promise<void>
  /** @throws AppError INVALID_INPUT when the type offers no test */
  test(id: string, call: AccountCall): Promise<AccountCheck>
  setWebhook(id: string, call: AccountCall): Promise<AccountCheck>
  /** The addresses that the service has for the account. @throws AppError of the integration, INVALID_INPUT */
  offeredAddresses(id: string, call: AccountCall): Promise<readonly OfferedAddress[]>
  status(id: string, call: AccountCall): Promise<AccountStatus>
}

interface OwnedAddress extends Address {
  /** The flow that it starts. */
  readonly flowName: string | null
}

export interface AccountsOptions {
  readonly accounts: AccountRepository
  readonly openAccounts: OpenAccounts
  /** Those that are there now. */
  readonly types: () => readonly AccountType[]
  readonly key: SecretKey
  /** Names of the live flows that use an account. */
  readonly flowsUsing: (accountId: string) => Promise<readonly string[]>
  readonly addressesOf: (accountId: string) => Promise<readonly OwnedAddress[]>
  /** Called when an account's own address is another one now. */
  readonly onAddressChanged: (address: Address) => Promise<void>
  /** Ids of the channels whose addresses an account of this type can own. */
  readonly channelsOf: (type: string) => readonly string[]
  /** How sentences speak of the addresses of a channel. */
  readonly wordsOf: (channel: string) => AddressWords
  /** How the tokens of an account stand; undefined when it has none. */
  readonly connectionOf: (accountId: string) => Promise<AccountConnection | undefined>
  readonly now: () => Date
}

export function createAccounts(options: AccountsOptions): Accounts {
  const { accounts, openAccounts, types, key, now } = options
  const typeOf = (type: string) => types().find(({ definition }) => definition.id === type)
  const builtIn = types().flatMap(({ definition }) => builtInAccount(definition) ?? [])

  async function find(id: string): Promise<AccountRecord> {
    // Read anew, never remembered: a change writes back what it does not change.
    const found = builtIn.find((account) => account.id === id) ?? (isUuid(id) ? await accounts.find(id) : undefined)
    if (found === undefined) throw notFound()
    return found
  }

  /** One that people have created. Its type is undefined when its integration was removed meanwhile. */
  async function findOwn(id: string): Promise<{ account: AccountRecord; definition: AccountDefinition | undefined }> {
    const account = await find(id)
    const definition = typeOf(account.type)?.definition
    if (definition?.capabilities.create !== false) return { account, definition }
    throw new AppError('FORBIDDEN', `The account "${account.name}" is part of Patchbay and cannot be changed.`)
  }

  function toResource(account: AccountRecord, { baseUrl, isAdministrator }: AccountReader): AccountResource {
    const { id, type, name, createdAt, modifiedAt, modifiedBy } = account
    const definition = typeOf(type)?.definition
    const { addresses: paths = [], confidential = [] } = definition ?? {}
    const shown = shownProperties(account, isAdministrator ? [] : confidential)
    const properties = definition === undefined ? shown : withChoicesAsSpelled(definition, shown)
    const addresses = paths.map(({ title, path }) => ({
      title,
      url: `${baseUrl}${path.replaceAll('{accountId}', id)}`,
    }))
    const times = { createdAt: createdAt.toISOString(), modifiedAt: modifiedAt.toISOString() }
    return { id, accountId: id, type, name, properties, addresses, ...times, modifiedBy }
  }

  /** @throws AppError INVALID_INPUT when the stored properties no longer fit the type */
  async function open(id: string): Promise<{ record: AccountRecord; account: OpenAccount; type: AccountType }> {
    const record = await find(id)
    const type = typeOf(record.type)
    if (type === undefined) throw unavailable(record.name)
    const account = openAccounts.openRecord(record)
    if (account === undefined) throw incomplete(record.name)
    return { record, account, type }
  }

  /** The address that the account has by itself. @throws AppError of the integration */
  function ownAddress(account: AccountRecord): Address | undefined {
    const addressOf = typeOf(account.type)?.addressOf
    const opened = addressOf === undefined ? undefined : openAccounts.openRecord(account)
    return opened === undefined ? undefined : addressOf?.(opened)
  }

  /** Has the service of the account say whether it takes it, and returns what is stored of its answer. */
  async function admit(account: AccountRecord, given: Readonly<Record<string, unknown>>, signal: AbortSignal) {
    const type = typeOf(account.type)
    if (type?.admit === undefined) return {}
    const { id, name } = account
    const { unstored = [], secretHosts: hosts } = type.definition
    // Some properties are only passed on, here.
    const passed = Object.entries(given).filter(([name]) => unstored.includes(name))
    const properties = { ...openProperties(key, account), ...Object.fromEntries(passed) }
    const granted = await type.admit({ id, name, properties }, signal).catch((thrown: unknown) => {
      throw withHidden(
        thrown,
        secretNames(type.definition).map((secret) => properties[secret]),
      )
    })
    return granted === undefined ? {} : { granted: sealGranted(key, id, { granted, hosts }), ...noAttention }
  }

  /** The live flows or the addresses that keep the account. */
  async function whyNotRemoved(account: AccountRecord, isOwn: boolean): Promise<AppError | undefined> {
    const flows = await options.flowsUsing(account.id)
    if (flows.length > 0) return inUse(account, flows)
    const addresses = await options.addressesOf(account.id)
    const started = addresses.flatMap(({ flowName }) => flowName ?? [])
    if (isOwn) return started.length > 0 ? inUse(account, started) : undefined
    return addresses.length > 0 ? hasAddresses(account, addresses, options.wordsOf) : undefined
  }

  async function connectionOf({ id, attention = null }: AccountRecord): Promise<AccountConnection | undefined> {
    const connection = await options.connectionOf(id)
    if (attention === null) return connection
    const plain = { until: null, isRenewed: true, canConnect: false }
    return { ...plain, ...connection, state: 'refused', problem: attention }
  }

  /** Hides secrets in a service's reply, which may repeat the credential that it was sent. */
  const hidden = <Value>(id: string, value: Value): Value => openAccounts.mask(id).hide(value)

  return {
    types: () => types().map(({ definition }) => ({ ...definition, channels: options.channelsOf(definition.id) })),
    async list(type, page, reader) {
      const first = builtIn.filter((account) => page.after === undefined && (type ?? account.type) === account.type)
      const { items, next } = await accounts.list({ ...page, ...(type === undefined ? {} : { type }) })
      return { items: [...first, ...items].map((item) => toResource(item, reader)), next }
    },
    get: async (id, reader) => toResource(await find(id), reader),
    async create({ type, name, properties = {} }, by, { baseUrl, signal }) {
      const definition = typeOf(type)?.definition
      if (definition === undefined || !definition.capabilities.create) throw unknownType(type, types())
      const id = uuidv7(now())
      const given = checkProperties(definition, properties)
      const { generated, ...parted } = await partProperties({ accountId: id, definition, given, key })
      const stamp = { createdAt: now(), modifiedAt: now(), modifiedBy: by }
      const account = {
        id,
        type,
        name: name.trim(),
        identity: identityOf(definition, parted),
        ...parted,
        ...stamp,
      }
      const admitted = { ...account, ...(await admit(account, given, signal)) }
      await accounts.create(admitted, ownAddress(admitted))
      return { ...toResource(admitted, { baseUrl, isAdministrator: true }), secrets: generated }
    },
    async change(id, { name, properties }, by, { baseUrl, signal }) {
      const { account, definition } = await findOwn(id)
      if (definition === undefined) throw unavailable(account.name)
      const given = checkProperties(definition, withoutDropped(definition, properties, account), account.secrets)
      const { generated, ...parted } = await partProperties({
        accountId: account.id,
        definition,
        given,
        before: account,
        key,
      })
      const stamp = { modifiedAt: now(), modifiedBy: by }
      const kept = { ...account, name: name.trim(), identity: identityOf(definition, parted), ...parted, ...stamp }
      const changed = { ...kept, ...(await admit(kept, given, signal)) }
      const { id: _id, type: _type, createdAt: _createdAt, ...change } = changed
      const own = ownAddress(changed)
      if (!(await accounts.change(account.id, change, own))) throw notFound()
      if (own !== undefined) await options.onAddressChanged(own)
      return { ...toResource(changed, { baseUrl, isAdministrator: true }), secrets: generated }
    },
    async remove(id) {
      const { account } = await findOwn(id)
      const isOwn = typeOf(account.type)?.addressOf !== undefined
      const why = await whyNotRemoved(account, isOwn)
      if (why !== undefined) throw why
      if (await accounts.remove(account.id, { isOwn })) return
      // Somebody was faster: the account is gone, or in use by now.
      const remaining = await find(id)
      throw (await whyNotRemoved(remaining, isOwn)) ?? inUse(remaining, [])
    },
    async test(id, call) {
      const { account, type } = await open(id)
      if (type.check === undefined) throw unavailable(account.name)
      return hidden(id, await type.check(account, call))
    },
    async setWebhook(id, call) {
      const { account, type } = await open(id)
      if (type.setWebhook === undefined) throw unavailable(account.name)
      const addresses = await options.addressesOf(id)
      return hidden(id, await type.setWebhook(account, { ...call, addresses }))
    },
    async offeredAddresses(id, call) {
      const { account, type } = await open(id)
      if (type.importAddresses === undefined) throw unavailable(account.name)
      try {
        return hidden(id, await type.importAddresses(account, call))
      } catch (thrown) {
        // A foreseen error may repeat what the service said. It is not kept as the cause, because causes are logged.
        if (!(thrown instanceof AppError)) throw thrown
        const { code, message, extra, headers } = thrown
        throw new AppError(code, hidden(id, message), { extra: hidden(id, extra), headers })
      }
    },
    async status(id, call) {
      const { record, account, type } = await open(id)
      const connection = await connectionOf(record)
      const status =
        type.status === undefined ? { facts: [], tables: [] } : hidden(id, await type.status(account, call))
      return { ...status, ...(connection === undefined ? {} : { connection }) }
    },
  }
}

/** A service may repeat in an error what it was sent. The account is not stored yet, so no mask knows it. */
function withHidden(thrown: unknown, secrets: readonly unknown[]): unknown {
  if (!(thrown instanceof AppError)) return thrown
  const texts = secrets.filter((secret) => typeof secret === 'string')
  const mask = createMask(new Map(texts.map((text) => [text, text])))
  return new AppError(thrown.code, mask.hide(thrown.message))
}

function identityOf({ identity }: AccountDefinition, { properties }: Pick<PartedProperties, 'properties'>) {
  const value = identity === undefined ? undefined : properties[identity]
  return typeof value === 'string' ? value : null
}

function unknownType(type: string, types: readonly AccountType[]): AppError {
  const known = types.flatMap(({ definition }) => (definition.capabilities.create ? [definition.id] : []))
  const message = `There is no account type "${type}" to create. Types are: ${known.join(', ')}.`
  return invalidProperties([{ path: 'type', message }])
}

function notFound(): AppError {
  return new AppError('ACCOUNT_NOT_FOUND', 'There is no such account.')
}

function unavailable(name: string): AppError {
  return new AppError('INVALID_INPUT', `The account "${name}" is of a type that does not offer this.`)
}

function incomplete(name: string): AppError {
  return new AppError(
    'INVALID_INPUT',
    `The account "${name}" is not complete. Open it under Accounts and save it again.`,
  )
}
