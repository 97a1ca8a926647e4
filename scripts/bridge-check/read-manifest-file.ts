import type { Json } from '@patchbay/shared/json'
import { type Static, Type } from 'typebox'
import { Value } from 'typebox/value'

const text = () => Type.String({ minLength: 1 })
const address = () => Type.String({ pattern: '^https?://[^/]+/' })

const ManifestSchema = Type.Object({
  integration: Type.Object({
    authentication_type: Type.Enum(['none', 'custom', 'oauth2', 'oauth2_password', 'oauth2_client_credentials']),
    authentication_configuration: Type.Optional(
      Type.Array(Type.Object({ field_name: text(), type: text(), mandatory: Type.Boolean(), store: Type.Boolean() })),
    ),
    auth_validation_endpoint: Type.Optional(address()),
    contact_synchronization_endpoint: Type.Optional(address()),
    interaction_retrieval_endpoint: Type.Optional(address()),
    agent_synchronization_endpoint: Type.Optional(address()),
    interaction_types: Type.Optional(Type.Array(text())),
  }),
  actions: Type.Optional(Type.Array(Type.Object({ name: text(), endpoint: address() }))),
})

type Manifest = Static<typeof ManifestSchema>

/** What a check has to know of a manifest. */
export interface CheckedManifest {
  readonly integration: Manifest['integration'] & {
    readonly authentication_configuration: NonNullable<Manifest['integration']['authentication_configuration']>
    readonly interaction_types: readonly string[]
  }
  readonly actions: NonNullable<Manifest['actions']>
}

/** @throws Error that lists what is wrong with it */
export function readManifestFile(given: Json): CheckedManifest {
  if (!Value.Check(ManifestSchema, given)) {
    const lines = Value.Errors(ManifestSchema, given).map(
      ({ instancePath, message }) => `✗ Manifest: ${instancePath.slice(1).replaceAll('/', '.')} ${message}.`,
    )
    throw new Error(lines.join('\n'))
  }
  const { integration, actions = [] } = given
  const { authentication_configuration = [], interaction_types = [] } = integration
  return { integration: { ...integration, authentication_configuration, interaction_types }, actions }
}
