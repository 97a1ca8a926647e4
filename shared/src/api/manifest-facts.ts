// A file of its own: what the browser imports as a value must not bring the schema builder with it.
import { isSecretHeaderName } from '../nodes/secret-headers.ts'
import type { ManifestIntegration } from './integrations.ts'

/** What an account type and the actions of a manifest are called here: `bridge:zendesk`, `bridge:zendesk.create_ticket`. */
const PREFIX = 'bridge:'

export function bridgeAccountType(integration: string): string {
  return `${PREFIX}${integration}`
}

export function bridgeActionType(integration: string, action: string): string {
  return `${PREFIX}${integration}.${action}`
}

export const authenticationTypes = ['none', 'custom', 'oauth2', 'oauth2_password', 'oauth2_client_credentials'] as const
export type AuthenticationType = (typeof authenticationTypes)[number]

/** Where the value of a credential field comes from: people, masked or not, or the answer of the token service. */
export const credentialTypes = ['input', 'password', 'oauth'] as const

/** Of the older form: where a value comes from. Kept, and used for `auth_validation`: people are not asked for it. */
export const credentialSources = ['input', 'default', 'auth_validation'] as const

export const manifestInputTypes = ['text', 'textarea', 'number', 'tel', 'url', 'datetime', 'select'] as const
export type ManifestInputType = (typeof manifestInputTypes)[number]

/** The credential fields that a manifest must have for a type that gets tokens. */
export const fieldsOfType: Readonly<Partial<Record<AuthenticationType, readonly string[]>>> = {
  oauth2: ['site', 'client_id', 'client_secret', 'authorization_url', 'access_token_url'],
  oauth2_password: ['site', 'client_id', 'client_secret', 'access_token_url', 'username', 'password'],
  oauth2_client_credentials: ['site', 'client_id', 'client_secret', 'access_token_url'],
}

/** Whether accounts of this type get tokens from a token service. A word that is no type does not. */
export function getsTokens(type: string): boolean {
  return Object.hasOwn(fieldsOfType, type)
}

/** Whether accounts of this type cannot get tokens without the field. */
export function isFieldOfType(name: string, type: string): boolean {
  return Object.entries(fieldsOfType).some(([one, names]) => one === type && names.includes(name))
}

/** Whether people fill in a credential field. Others come from the token service, or from the bridge when it is asked. */
export function isAskedField({ type, source }: { readonly type: string; readonly source?: string }): boolean {
  return type !== 'oauth' && source !== 'auth_validation'
}

/** The fields that people fill in. */
export function askedFields({
  authentication_type,
  authentication_configuration,
}: Pick<ManifestIntegration, 'authentication_type' | 'authentication_configuration'>) {
  return authentication_type === 'none' ? [] : authentication_configuration.filter(isAskedField)
}

/** A password, and a field whose name tells of a credential. Addresses, and what names a client, are none. */
export function isSecretField(name: string, type: string): boolean {
  return type === 'password' || (isSecretHeaderName(name) && !/(?:_url|_id)$/i.test(name))
}

export const manifestEndpoints = [
  'auth_validation_endpoint',
  'contact_synchronization_endpoint',
  'interaction_retrieval_endpoint',
  'agent_synchronization_endpoint',
] as const

/** Longest texts and lists of a manifest. */
export const manifestLimits = {
  name: 64,
  title: 100,
  help: 500,
  description: 2_000,
  url: 2_000,
  fields: 50,
  inputs: 50,
  actions: 100,
  /** Bytes of a document as it is sent. */
  bytes: 1024 * 1024,
} as const
