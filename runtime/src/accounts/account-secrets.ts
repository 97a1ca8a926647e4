import { randomBytes } from 'node:crypto'
import type { AccountDefinition } from '@patchbay/shared/api'
import { AppError } from '@patchbay/shared/errors'
import { type InputSchema, isSecretReference, ownValue, propertiesOf } from '@patchbay/shared/flow'
import { isJsonObject, type JsonObject, parseJson, stringifyJson } from '@patchbay/shared/json'
import { newSigningSecret } from '../kit/standard-webhooks.ts'
import { openSealedText, sealText } from '../platform/secrets/sealed-text.ts'
import { secretHostOf } from '../platform/secrets/secret-host.ts'
import type { SecretKey } from '../platform/secrets/secret-key.ts'
import type { StoredSecret, StoredSecrets } from '../store/schema/tables.ts'
import type { AccountRecord } from './account-repository.ts'
import { invalidProperties } from './check-properties.ts'
import { hashPassword } from './password-hash.ts'

/** Given properties, split into those stored openly and secrets. */
export interface PartedProperties {
  readonly properties: JsonObject
  readonly secrets: StoredSecrets
  /** Generated here. Shown to the user once. */
  readonly generated: Readonly<Record<string, string>>
}

interface PartOptions {
  readonly accountId: string
  readonly definition: AccountDefinition
  /** Already checked against the definition's schema. */
  readonly given: Readonly<Record<string, unknown>>
  /** The account as it is now. Absent: it is new. */
  readonly before?: Pick<AccountRecord, 'properties' | 'secrets'>
  readonly key: SecretKey
}

/**
 * Separates the secrets from the given properties. A text replaces the stored secret; an absent value or a reference
 * keeps it. When none is stored, or an empty text is given, it is generated if the type says so; so are other properties.
 * @throws AppError SECRET_MISSING when a kept secret was stored for another host; INVALID_INPUT for a reference in place of
 *   a value that is no secret
 */
export async function partProperties(options: PartOptions): Promise<PartedProperties> {
  const { definition, given, before = { properties: {}, secrets: {} } } = options
  const { unstored = [] } = definition
  const names = secretNames(definition).filter((name) => !unstored.includes(name))
  const generated = new Map<string, string>()
  const secrets = new Map<string, StoredSecret>()
  const stored = new Map(Object.entries(before.secrets))
  for (const name of names) {
    const value = ownValue(given, name)
    const kept = stored.get(name)
    const isKept = kept !== undefined && (value === undefined || isSecretReference(value))
    if (isKept) {
      secrets.set(name, requireSameHost(options, name, kept))
      continue
    }
    const isTyped = typeof value === 'string' && value !== ''
    if (!isTyped && definition.generated.includes(name)) generated.set(name, generatedText(definition, name))
    const text = isTyped ? value : generated.get(name)
    if (text !== undefined) secrets.set(name, await storeSecret(options, name, text))
  }
  const isOpen = (name: string) => !names.includes(name) && !unstored.includes(name)
  const plain = Object.entries(given).filter(([name]) => isOpen(name))
  const open = new Map(plain.map(([name, value]) => [name, openValue(name, value, before.properties)]))
  for (const name of definition.generated.filter((name) => !names.includes(name))) {
    open.set(name, (open.get(name) ?? ownValue(before.properties, name)) || generatedText(definition, name))
  }
  // A value that fits the definition's schema is JSON.
  const properties = Object.fromEntries(open) as JsonObject
  return { properties, secrets: Object.fromEntries(secrets), generated: Object.fromEntries(generated) }
}

/** A reference keeps the value. A property that was a secret before has none that may be stored openly. */
function openValue(name: string, value: unknown, before: JsonObject): unknown {
  if (!isSecretReference(value)) return value
  if (Object.hasOwn(before, name)) return before[name]
  const message = 'Enter it again: it is not kept as a secret any more.'
  throw invalidProperties([{ path: `properties.${name}`, message }])
}

/** 128 bits as letters and digits, at most 32: the forms of some services take nothing else. */
function generatedText(definition: AccountDefinition, name: string): string {
  if (schemaOf(definition, name)?.['x-ui']?.generate === 'signing-secret') return newSigningSecret()
  return randomBytes(16).toString('hex')
}

/** The properties as the API shows them. A stored secret, and a hidden property, appears as a reference. */
export function shownProperties(
  account: AccountRecord,
  hidden: readonly string[] = [],
): Readonly<Record<string, unknown>> {
  const covered = hidden.filter((name) => Object.hasOwn(account.properties, name))
  const references = [...Object.keys(account.secrets), ...covered].map((name) => [name, { $secret: name }] as const)
  return { ...account.properties, ...Object.fromEntries(references) }
}

/** The properties with encrypted secrets as plain text. Hashed secrets cannot be recovered and are missing. */
export function openProperties(key: SecretKey, account: AccountRecord): JsonObject {
  const plain = Object.entries(account.secrets).flatMap(([name, stored]) =>
    'sealed' in stored
      ? [[name, openSealedText(key, stored.sealed, bindingOf(account.id, name, stored.host))] as const]
      : [],
  )
  return { ...account.properties, ...Object.fromEntries(plain) }
}

/** What the service gave with an account. */
export interface Granted {
  readonly granted: JsonObject
  /** The hosts (`host:port`) that it may be sent to. Absent: it is bound to none. */
  readonly hosts?: readonly string[] | undefined
}

/** What the service gave with the account, sealed for it. Null for nothing. */
export function sealGranted(key: SecretKey, accountId: string, { granted, hosts }: Granted): string | null {
  if (Object.keys(granted).length === 0) return null
  return sealText(key, stringifyJson([granted, hosts ?? null]), grantedBinding(accountId))
}

/** @throws AppError SECRET_MISSING */
export function openGranted(key: SecretKey, { id, granted = null }: Pick<AccountRecord, 'id' | 'granted'>): Granted {
  if (granted === null) return { granted: {} }
  const opened = parseJson(openSealedText(key, granted, grantedBinding(id)))
  // An object alone was sealed before hosts were.
  const [given, hosts] = Array.isArray(opened) ? opened : [opened]
  return {
    granted: isJsonObject(given) ? given : {},
    ...(Array.isArray(hosts) ? { hosts: hosts.filter((host) => typeof host === 'string') } : {}),
  }
}

function grantedBinding(accountId: string): readonly unknown[] {
  return ['account granted', accountId]
}

/** The hosts that every sealed secret may be sent to. Undefined when none of them is bound to a host. */
export function hostsOfSecrets(secrets: StoredSecrets): readonly string[] | undefined {
  const lists = Object.values(secrets).flatMap((stored) =>
    'sealed' in stored && stored.host !== null ? [stored.host.split(' ')] : [],
  )
  const [first, ...others] = lists
  return first?.filter((host) => others.every((list) => list.includes(host)))
}

/** The properties that are secrets, whether they are kept or only passed on. */
export function secretNames(definition: AccountDefinition): readonly string[] {
  return propertiesOf(definition.properties).flatMap(([name, schema]) => (schema['x-secret'] === true ? [name] : []))
}

function bindingOf(accountId: string, name: string, host: string | null): readonly unknown[] {
  return ['account', accountId, name, host]
}

async function storeSecret(options: PartOptions, name: string, text: string): Promise<StoredSecret> {
  const { definition, accountId, key } = options
  if (definition.hashed.includes(name)) return { hash: await hashPassword(text) }
  const host = hostOf(options, name)
  return { sealed: sealText(key, text, bindingOf(accountId, name, host)), host }
}

function requireSameHost(options: PartOptions, name: string, stored: StoredSecret): StoredSecret {
  if ('hash' in stored || covers(stored.host, hostOf(options, name))) return stored
  const message = `Enter it again: it was stored for ${stored.host ?? 'another use'} and is sent nowhere else.`
  const errors = [{ path: `properties.${name}`, message }]
  throw new AppError('SECRET_MISSING', `properties.${name}: ${message}`, { errors })
}

/** Whether a secret that was entered for these hosts may go to those. */
function covers(entered: string | null, needed: string | null): boolean {
  if (entered === null || needed === null) return entered === needed
  const hosts = entered.split(' ')
  return entered === needed || needed.split(' ').every((host) => hosts.includes(host))
}

function hostOf({ definition, given }: PartOptions, name: string): string | null {
  const fields = schemaOf(definition, name)?.['x-secret-host']
  const { secretHosts = [] } = definition
  if (fields?.length === 0) return null
  if (fields === undefined) return secretHosts.length === 0 ? null : secretHosts.join(' ')
  const hosts = [fields].flat().flatMap((field) => {
    const text = given[field]
    // A property may hold several addresses, each of which gets the secret.
    const urls = typeof text === 'string' ? text.trim().split(/[\s,]+(?=https?:\/\/)/i) : ['']
    return urls.map((url) => secretHostOf(url).text)
  })
  return [...hosts, ...secretHosts].join(' ')
}

function schemaOf({ properties }: AccountDefinition, name: string): InputSchema | undefined {
  return propertiesOf(properties).find(([property]) => property === name)?.[1]
}
