import { askedFields, type ManifestIntegration } from '@patchbay/shared/api'
import { AppError } from '@patchbay/shared/errors'
import type { Json, JsonObject } from '@patchbay/shared/json'
import type { OpenAccount } from '../kit/account.ts'
import { fieldOf, objectOf } from '../kit/values.ts'
import { secretHostOf } from '../platform/secrets/secret-host.ts'

/** Properties by field, as the account type of a manifest has them. */
export type BridgeProperties = Readonly<Record<string, Json | undefined>>

/** An opened account of an integration that is data. */
export type BridgeAccount = OpenAccount<BridgeProperties>

export interface AuthOptions {
  /** The access token, for an account that has some. */
  readonly token?: string | undefined
  /** For the call that checks the account: fields that are not kept are sent, and what the token service has just given. */
  readonly validation?: { readonly given: JsonObject }
}

/** The `auth` of a call: what people have entered, what the bridge gave when it took the account, and the token. */
export function bridgeAuth(
  integration: ManifestIntegration,
  account: BridgeAccount | undefined,
  { token, validation }: AuthOptions,
): JsonObject {
  if (account === undefined) return {}
  const properties = new Map(Object.entries(account.properties))
  const entered = askedFields(integration).flatMap(({ field_name, store }): [string, Json][] => {
    const value = properties.get(field_name)
    return (store || validation !== undefined) && value !== undefined && value !== '' ? [[field_name, value]] : []
  })
  const granted = Object.entries(validation?.given ?? account.granted ?? {})
  return objectOf([...entered, ...granted, ...(token === undefined ? [] : [['access_token', token] as const])])
}

/**
 * The members of a token service's reply that the manifest declares. The token itself is always sent, and what renews it
 * stays here.
 */
export function declaredMembers(
  { authentication_configuration: fields }: ManifestIntegration,
  members: JsonObject,
  { isKept }: { readonly isKept: boolean },
): JsonObject {
  const declared = fields.filter(({ type, store }) => type === 'oauth' && (store || !isKept))
  const names = declared.map(({ field_name }) => field_name).filter((name) => !ownMembers.has(name))
  return objectOf(
    names.flatMap((name): [string, Json][] => {
      const value = fieldOf(members, name)
      return value === undefined || value === null || typeof value === 'object' ? [] : [[name, value]]
    }),
  )
}

const ownMembers: ReadonlySet<string> = new Set(['access_token', 'refresh_token'])

/**
 * What keeps calls with the account from a host (`host:port`): its secrets were not entered for it, such as for that of a
 * newer manifest, or another bridge has given something with it.
 */
export function heldBackFrom(
  { secretHosts, grantedHosts }: Pick<BridgeAccount, 'secretHosts' | 'grantedHosts'>,
  host: string,
): 'secrets' | 'granted' | undefined {
  if (secretHosts?.includes(host) === false) return 'secrets'
  return grantedHosts?.includes(host) === false ? 'granted' : undefined
}

/**
 * Refuses an address that the account is held back from.
 * @param isAction a block may have been built with an older manifest
 * @throws AppError ACCOUNT_NOT_ALLOWED
 */
export function requireSecretHost(account: BridgeAccount, url: string, { isAction = false } = {}): void {
  const host = secretHostOf(url).text
  const why = heldBackFrom(account, host)
  if (why === undefined) return
  const { message, step } = {
    secrets: {
      message: `The secrets of the account "${account.name}" were not entered for ${host}.`,
      step: 'enters them again',
    },
    granted: {
      message: `What the bridge gave with the account "${account.name}" was not given for ${host}.`,
      step: 'saves the account again, or connects it again,',
    },
  }[why]
  const orNewer = isAction ? ', or the action is brought to its newer version' : ''
  const help = `An administrator ${step} under Accounts${orNewer}.`
  throw new AppError('ACCOUNT_NOT_ALLOWED', message, { extra: { help } })
}
