import { type Static, type TOptional, type TString, Type } from 'typebox'
import { endpoint, nothing, raw } from './endpoint.ts'
import {
  authenticationTypes,
  credentialSources,
  credentialTypes,
  manifestEndpoints,
  manifestInputTypes,
} from './manifest-facts.ts'
import { PageQuerySchema, page } from './page.ts'
import { count, list, nullable, openShape, shape, text, time } from './shapes.ts'

// Members of a manifest have the names that Talkdesk documents. Members that are not known here are kept.

const CredentialFieldSchema = openShape({
  field_name: text('The key in `auth` of every call.'),
  display: text('The label of the field.'),
  mandatory: Type.Boolean(),
  type: Type.Enum([...credentialTypes]),
  store: Type.Boolean({ description: 'False: in the call that checks the account, and in no later one.' }),
  help: Type.Optional(text()),
  format: Type.Optional(text('What stands around the value, such as `{{account}}.example.org`. Only shown.')),
  source: Type.Optional(Type.Enum([...credentialSources])),
})
export type CredentialField = Static<typeof CredentialFieldSchema>

const ManifestInputSchema = openShape({
  key: text('The key in `data` of the call.'),
  name: text('The label of the input.'),
  mandatory: Type.Boolean(),
  type: Type.Enum([...manifestInputTypes]),
  format: Type.Optional(text('The default; of a `select` its choices, with commas between.')),
})
export type ManifestInput = Static<typeof ManifestInputSchema>

const ManifestActionSchema = openShape({
  provider: text('The `name` of the integration.'),
  name: text('Unique among the actions of the integration.'),
  display: text(),
  description: text(),
  endpoint: text(),
  inputs: list(ManifestInputSchema),
})
export type ManifestAction = Static<typeof ManifestActionSchema>

type EndpointMembers = Record<(typeof manifestEndpoints)[number], TOptional<TString>>
const endpointMembers = Object.fromEntries(
  manifestEndpoints.map((name) => [name, Type.Optional(text())]),
) as EndpointMembers // The type of `fromEntries` has no names.

const ManifestIntegrationSchema = openShape({
  name: text('The system name: account type `bridge:<name>`, actions `bridge:<name>.<action>`.'),
  display_name: text(),
  description: text(),
  logo_url: text(),
  icon_url: text(),
  authentication_type: Type.Enum([...authenticationTypes]),
  authentication_configuration: list(CredentialFieldSchema),
  ...endpointMembers,
  interaction_types: list(text()),
})
export type ManifestIntegration = Static<typeof ManifestIntegrationSchema>

export const IntegrationManifestSchema = openShape(
  { integration: ManifestIntegrationSchema, actions: list(ManifestActionSchema) },
  { title: 'IntegrationManifest', description: 'What an integration is, as Talkdesk documents it.' },
)
/** A manifest in its normal form: what `readManifest` returns, and what is stored and exported. */
export type IntegrationManifest = Static<typeof IntegrationManifestSchema>

const ManifestNoteSchema = shape({ path: text('Such as `actions[0].inputs[2].format`.'), message: text() })

const ManifestChangeSchema = shape({
  kind: Type.Enum(['added', 'removed', 'changed']),
  path: text('Entries by their names, such as `actions.create_ticket.inputs.priority.format`.'),
  before: nullable(text()),
  after: nullable(text()),
})
/** One difference between two versions of a manifest. */
export type ManifestChange = Static<typeof ManifestChangeSchema>

const IntegrationUseSchema = shape({
  flowId: text(),
  flowName: text(),
  actions: list(text(), { description: 'Names of the actions of the integration that the live flow has.' }),
})
/** A live flow with actions of an integration. */
export type IntegrationUse = Static<typeof IntegrationUseSchema>

const integrationMembers = {
  name: text(),
  displayName: text(),
  description: text(),
  picture: nullable(text(), { description: 'Address of a copy of its icon, or else its logo, once there is one.' }),
  authenticationType: Type.Enum([...authenticationTypes]),
  version: count('Rises with every import that changes something.'),
  actions: count(),
  accounts: count('Accounts of the type `bridge:<name>`.'),
  flows: list(IntegrationUseSchema),
  createdAt: time(),
  modifiedAt: time(),
  modifiedBy: text(),
}

const IntegrationSummarySchema = shape(integrationMembers, { title: 'IntegrationSummary' })
export type IntegrationSummary = Static<typeof IntegrationSummarySchema>

const PictureProblemSchema = shape({
  kind: Type.Enum(['logo', 'icon']),
  url: text(),
  message: text('Why it could not be fetched, and what to do about it.'),
})
/** A picture of an integration that could not be fetched. */
export type PictureProblem = Static<typeof PictureProblemSchema>

export const IntegrationResourceSchema = shape(
  {
    ...integrationMembers,
    pictureProblems: list(PictureProblemSchema, {
      description: 'Pictures of the newest version that could not be fetched when they were looked for last.',
    }),
    manifest: IntegrationManifestSchema,
  },
  { title: 'Integration' },
)
/** An imported integration. */
export type IntegrationResource = Static<typeof IntegrationResourceSchema>

const reportMembers = {
  warnings: list(ManifestNoteSchema, { description: 'What was taken although it is not as documented.' }),
  changes: list(ManifestChangeSchema, {
    description: 'Against the version that was there; none for a new integration.',
  }),
  consequences: list(text(), { description: 'What people have to do because of the changes, in sentences.' }),
}

export const SavedIntegrationSchema = shape(
  { ...integrationMembers, manifest: IntegrationManifestSchema, ...reportMembers },
  { title: 'SavedIntegration' },
)
export type SavedIntegration = Static<typeof SavedIntegrationSchema>

export const ManifestReportSchema = shape(
  {
    manifest: nullable(IntegrationManifestSchema, { description: 'In its normal form; null where there are errors.' }),
    errors: list(ManifestNoteSchema),
    ...reportMembers,
    version: nullable(count(), { description: 'The version that it would replace. Null: the integration is new.' }),
    inUse: list(IntegrationUseSchema, {
      description: 'Live flows with actions that would vanish. They stop the import.',
    }),
  },
  { title: 'ManifestReport' },
)
/** What an import would do. */
export type ManifestReport = Static<typeof ManifestReportSchema>

const IntegrationVersionSchema = shape(
  { version: count(), createdAt: time(), createdBy: text(), isCurrent: Type.Boolean() },
  { title: 'IntegrationVersion' },
)
export type IntegrationVersion = Static<typeof IntegrationVersionSchema>

/** Any JSON: `readManifest` says what is wrong with it, better than a schema could. */
const AnyManifestSchema = Type.Unsafe<unknown>({
  title: 'AnyManifest',
  description:
    '`{ "integration": { … }, "actions": [ … ] }`, the integration alone, or a list of documents of which one is the ' +
    'integration and the others are actions. Keys in any letter case.',
})

export const integrationEndpoints = {
  list: endpoint({
    method: 'GET',
    path: '/api/integrations',
    summary: 'Imported integrations by name',
    query: PageQuerySchema,
    answer: page(IntegrationSummarySchema),
  }),
  check: endpoint({
    method: 'POST',
    path: '/api/integrations/check',
    summary: 'What an import of this manifest would do: errors by path, and the difference to what is there',
    description:
      'Nothing is stored. A manifest with errors is a good answer, too. Only a key that an object has twice is refused at once: ' +
      'it never gets as far as the report, because reading JSON keeps the last one only.',
    body: AnyManifestSchema,
    answer: ManifestReportSchema,
  }),
  put: endpoint({
    method: 'PUT',
    path: '/api/integrations/:name',
    summary: 'Import an integration, or the next version of it',
    description:
      'All nodes have its account type and actions within a second. Flows keep the version they were built with. With ' +
      '`If-Match: "<version>"` only that version is replaced; `"0"` is for an integration that must be new. A manifest that ' +
      'changes nothing makes no version. A key that an object has twice is refused with its line. A bridge without sign-in ' +
      'that has an `auth_validation_endpoint` is asked there once for each version; what it says against it is one of the ' +
      '`warnings`.',
    ifMatch: 'optional',
    body: AnyManifestSchema,
    answer: SavedIntegrationSchema,
    errors: ['INVALID_INPUT', 'INTEGRATION_IN_USE', 'INTEGRATION_CHANGED'],
  }),
  get: endpoint({
    method: 'GET',
    path: '/api/integrations/:name',
    summary: 'One integration with its manifest',
    answer: IntegrationResourceSchema,
    errors: ['INTEGRATION_NOT_FOUND'],
  }),
  remove: endpoint({
    method: 'DELETE',
    path: '/api/integrations/:name',
    summary: 'Remove an integration that no live flow and no account uses',
    answer: nothing,
    errors: ['INTEGRATION_NOT_FOUND', 'INTEGRATION_IN_USE'],
  }),
  versions: endpoint({
    method: 'GET',
    path: '/api/integrations/:name/versions',
    summary: 'The versions of an integration, newest first',
    query: PageQuerySchema,
    answer: page(IntegrationVersionSchema),
    errors: ['INTEGRATION_NOT_FOUND'],
  }),
  exportVersion: endpoint({
    method: 'GET',
    path: '/api/integrations/:name/versions/:version/manifest',
    summary: 'The manifest of a version as a file, as it can be imported again',
    answer: raw('application/json', IntegrationManifestSchema),
    errors: ['INTEGRATION_NOT_FOUND', 'VERSION_NOT_FOUND'],
  }),
  picture: endpoint({
    method: 'GET',
    path: '/api/integrations/:name/pictures/:digest',
    summary: 'A copy of the logo or the icon of an integration',
    description:
      'At most 256 kB of PNG, JPEG, GIF, WebP, ICO or SVG. Its address changes with the picture, and is `picture` of the ' +
      'integration, of its account type and of its actions in the catalog.',
    answer: raw('image/*'),
    errors: ['NOT_FOUND'],
  }),
}
