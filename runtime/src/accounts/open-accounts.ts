import { type AccountDefinition, isUuid } from '@patchbay/shared/api'
import type { JsonObject } from '@patchbay/shared/json'
import { isSecretHeaderName } from '@patchbay/shared/nodes'
import type { AccountPort, OpenAccount } from '../kit/account.ts'
import { createMask, type Mask } from '../platform/secrets/mask.ts'
import type { SecretKey } from '../platform/secrets/secret-key.ts'
import { createCheck } from '../platform/validation/check.ts'
import type { AccountRecord, AccountRepository } from './account-repository.ts'
import { type Granted, hostsOfSecrets, openGranted, openProperties } from './account-secrets.ts'
import { builtInAccount } from './built-in-account.ts'
import { withoutDropped } from './without-dropped.ts'

/** For how many accounts the secrets are remembered for masking. */
const MOST_MASKS = 1_000

/** Accounts with their secrets in plain text, for the code of their integration. */
export interface OpenAccounts extends AccountPort {
  /** The stored or built-in account; undefined when no account has the id. */
  find(accountId: string): Promise<AccountRecord | undefined>
  /**
   * Undefined when the stored properties no longer fit the type.
   * @throws AppError SECRET_MISSING when a secret cannot be read
   */
  openRecord(account: AccountRecord): OpenAccount | undefined
  /** Called after accounts have changed, by whichever process. */
  forget(): void
}

/** More accounts than this are not remembered. */
const MOST_KNOWN = 1_000

export interface OpenAccountsOptions {
  readonly accounts: Pick<AccountRepository, 'find'>
  readonly definitionOf: (type: string) => AccountDefinition | undefined
  readonly key: SecretKey
}

export function createOpenAccounts({ accounts, definitionOf, key }: OpenAccountsOptions): OpenAccounts {
  const masks = createAccountMasks()
  /** Every message needs its account, so accounts are read and opened once. */
  let known = new Map<string, AccountRecord>()
  const opened = new WeakMap<AccountRecord, { readonly secrets: readonly string[]; readonly account?: OpenAccount }>()

  async function stored(accountId: string): Promise<AccountRecord | undefined> {
    const account = known.get(accountId)
    if (account !== undefined) return account
    const before = known
    const found = await accounts.find(accountId)
    // What was read before a change must not stay.
    if (found !== undefined && before === known && known.size < MOST_KNOWN) known.set(accountId, found)
    return found
  }

  async function find(accountId: string): Promise<AccountRecord | undefined> {
    const definition = definitionOf(accountId)
    const builtIn = definition === undefined ? undefined : builtInAccount(definition)
    if (builtIn !== undefined) return builtIn
    return isUuid(accountId) ? stored(accountId) : undefined
  }

  function openRecord(account: AccountRecord): OpenAccount | undefined {
    const before = opened.get(account)
    const now = before ?? openNow(account)
    if (before === undefined) opened.set(account, now)
    masks.learn(account.id, now.secrets)
    return now.account
  }

  function openNow(account: AccountRecord): { readonly secrets: readonly string[]; readonly account?: OpenAccount } {
    const { type } = account
    const definition = definitionOf(type)
    if (definition === undefined) return { secrets: [] }
    const properties = openProperties(key, account)
    const given = openGranted(key, account)
    const entered = Object.keys(account.secrets).map((name) => properties[name])
    const secrets = [...entered, ...secretsIn(given.granted)].filter(isText)
    const checked = createCheck(definition.properties)(withoutDropped(definition, properties, account))
    if (!checked.ok) return { secrets }
    return { secrets, account: openedAccount(account, { properties: checked.value, given }) }
  }

  return {
    find,
    async open(type, accountId) {
      const account = await find(accountId)
      return account?.type === type ? openRecord(account) : undefined
    },
    openRecord,
    forget() {
      known = new Map()
    },
    mask: masks.of,
  }
}

function openedAccount(
  { id, name, secrets, attentionKind }: AccountRecord,
  { properties, given: { granted, hosts } }: { readonly properties: unknown; readonly given: Granted },
): OpenAccount {
  const secretHosts = hostsOfSecrets(secrets)
  return {
    id,
    name,
    properties,
    ...(Object.keys(granted).length === 0 ? {} : { granted }),
    ...(hosts === undefined ? {} : { grantedHosts: hosts }),
    ...(secretHosts === undefined ? {} : { secretHosts }),
    ...(attentionKind == null ? {} : { attention: attentionKind }),
  }
}

/** What a service gave may be a credential, too; other values of it stand in replies for good reasons. */
function secretsIn(granted: JsonObject): readonly unknown[] {
  return Object.entries(granted).flatMap(([name, value]) => (isSecretHeaderName(name) ? [value] : []))
}

function isText(value: unknown): value is string {
  return typeof value === 'string'
}

/** The texts to mask, by account. A changed secret stays in the mask, because a call under way may still repeat it. */
function createAccountMasks() {
  const known = new Map<string, { readonly secrets: ReadonlyMap<string, string>; readonly mask: Mask }>()
  const nothing = createMask(new Map())
  return {
    of: (accountId: string): Mask => known.get(accountId)?.mask ?? nothing,
    learn(accountId: string, given: readonly string[]): void {
      const before = known.get(accountId)?.secrets
      if (given.every((secret) => before?.has(secret) === true)) return
      const secrets = new Map([...(before ?? []), ...given.map((secret) => [secret, secret] as const)])
      known.delete(accountId)
      known.set(accountId, { secrets, mask: createMask(secrets) })
      for (const oldest of known.keys()) {
        if (known.size <= MOST_MASKS) break
        known.delete(oldest)
      }
    },
  }
}
