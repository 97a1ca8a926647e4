import {
  type AccountDefinition,
  askedFields,
  bridgeAccountType,
  type CredentialField,
  type IntegrationManifest,
  isFieldOfType,
  type ManifestIntegration,
} from '@patchbay/shared/api'
import { accountForm, SIGNING_SECRET } from '@patchbay/shared/manifests'
import { type TSchema, Type } from 'typebox'
import { OAUTH_CALLBACK_PATH } from '../kit/oauth.ts'
import type { PictureAddresses } from './picture-repository.ts'
import { secretHostsOf } from './secret-hosts-of.ts'

/** The icon of account types and blocks that are data. */
export const BRIDGE_ICON = 'plug-connected'

/** The account type of an integration: its fields become the form. */
export function bridgeAccount(manifest: IntegrationManifest, { logo, icon }: PictureAddresses = {}): AccountDefinition {
  const { integration } = manifest
  const picture = icon ?? logo
  const fields = askedFields(integration)
  const isConnected = integration.authentication_type === 'oauth2'
  return {
    id: bridgeAccountType(integration.name),
    title: integration.display_name,
    description: integration.description,
    icon: BRIDGE_ICON,
    ...(picture === undefined ? {} : { picture }),
    ...(logo === undefined ? {} : { logo }),
    properties: Type.Object(
      Object.fromEntries(accountForm(integration).map(([name, property]) => [name, optional(property)])),
      { additionalProperties: false },
    ),
    hashed: [],
    generated: integration.authentication_type === 'none' ? [] : [SIGNING_SECRET],
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
  return store || isFieldOfType(field_name, authentication_type)
}

const optional = (property: TSchema) => Type.Optional(Type.Unsafe(property))
