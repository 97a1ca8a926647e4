import {
  type AccountDefinition,
  askedFields,
  bridgeAccountType,
  type CredentialField,
  fieldsOfType,
  getsTokens,
  type IntegrationManifest,
  isSecretField,
  type ManifestIntegration,
} from '@patchbay/shared/api'
import { type TSchema, Type } from 'typebox'
import { OAUTH_CALLBACK_PATH } from '../kit/oauth.ts'
import { secretHostsOf } from './secret-hosts-of.ts'

/** The property with the kinds of interactions that an account wants. No field has a dash in its name. */
export const INTERACTION_TYPES = 'interaction-types'

/** The icon of account types and blocks that are data. */
export const BRIDGE_ICON = 'plug-connected'

/** The account type of an integration: its fields become the form. */
export function bridgeAccount(manifest: IntegrationManifest): AccountDefinition {
  const { integration } = manifest
  const fields = askedFields(integration)
  const isConnected = integration.authentication_type === 'oauth2'
  return {
    id: bridgeAccountType(integration.name),
    title: integration.display_name,
    description: integration.description,
    icon: BRIDGE_ICON,
    properties: Type.Object(
      {
        ...Object.fromEntries(fields.map((field) => [field.field_name, propertyOf(field, integration)])),
        ...interactionTypes(integration),
      },
      { additionalProperties: false },
    ),
    hashed: [],
    generated: [],
    unstored: fields.filter((field) => !isStored(field, integration)).map(({ field_name }) => field_name),
    secretHosts: secretHostsOf(manifest),
    capabilities: { create: true, test: true, webhook: false, status: true },
    addresses: isConnected ? [{ title: 'Redirect URL', path: OAUTH_CALLBACK_PATH }] : [],
  }
}

/** What gets the next token is kept, whatever the manifest says: without it the account would end with its token. */
export function isStored(
  { store, field_name }: CredentialField,
  { authentication_type }: ManifestIntegration,
): boolean {
  return store || (fieldsOfType[authentication_type]?.includes(field_name) ?? false)
}

function propertyOf(field: CredentialField, integration: ManifestIntegration): TSchema {
  const { field_name, display, mandatory, type, help, format } = field
  const isNeeded = mandatory || (fieldsOfType[integration.authentication_type]?.includes(field_name) ?? false)
  const isSecret = isSecretField(field_name, type)
  const hint = [help, format === undefined ? undefined : `as in ${format.replaceAll(/\{\{\s*\w+\s*\}\}/g, '…')}`]
  const description = hint.filter((part) => part !== undefined).join('; ')
  return Type.Optional(
    Type.String({
      title: display,
      ...(description === '' ? {} : { description }),
      maxLength: 4_000,
      'x-ui': {
        widget: isSecret ? 'secret' : 'text',
        emptyMessage: `${display} is empty`,
        ...(/_url$/.test(field_name) ? { mono: true, placeholder: 'https://' } : {}),
      },
      ...(isNeeded ? { 'x-required': true } : {}),
      ...(isSecret ? { 'x-secret': true } : {}),
      // A client secret goes to the token service, too, whose address may be read from the site.
      ...(isSecret && getsTokens(integration.authentication_type)
        ? { 'x-secret-host': ['access_token_url', 'site'] }
        : {}),
    }),
  )
}

function interactionTypes({ interaction_types: types }: ManifestIntegration): Readonly<Record<string, TSchema>> {
  if (types.length === 0) return {}
  return {
    [INTERACTION_TYPES]: Type.Optional(
      Type.Array(Type.Enum([...types]), {
        title: 'Interactions',
        description: 'Which kinds are shown with contacts.',
        default: [...types],
        uniqueItems: true,
        'x-ui': { widget: 'choices' },
      }),
    ),
  }
}
