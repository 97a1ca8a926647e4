import { type Static, Type } from 'typebox'
import { type FlowProblem, flowProblemCodes } from '../flow/problem.ts'
import { FlowSchema } from '../flow/schema.ts'
import { AddressSchema } from './addresses.ts'
import { endpoint, nothing, raw } from './endpoint.ts'
import { PageQuerySchema, page, pageQuery } from './page.ts'
import { count, list, nullable, shape, text, time, version } from './shapes.ts'

const exact = { additionalProperties: false } as const

export const RunCountsSchema = shape({
  total: count(),
  failed: count(),
  caught: count('Runs that succeeded after a failure that On Failure caught.'),
})
export type RunCounts = Static<typeof RunCountsSchema>

export const LiveVersionSchema = shape({ version: count(), deployedAt: time() })
export type LiveVersion = Static<typeof LiveVersionSchema>

/** What a flow and its row in the list have in common. */
const flowMembers = {
  id: text(),
  revision: count('Goes into `If-Match`; grows with every save.'),
  live: nullable(LiveVersionSchema),
  changes: count('How many differences the draft has from the live version; 0 when nothing is live.'),
  paused: Type.Boolean(),
  createdAt: time(),
  modifiedAt: time(),
  modifiedBy: text('Name of the person or token.'),
  runs24h: RunCountsSchema,
  heldEvents: Type.Optional(count('Events that arrived while the flow is paused, and that start when it is resumed.')),
  heldUntil: Type.Optional(
    nullable(time(), { description: 'When the first of them ends without having started; null when none does.' }),
  ),
}

export const FlowResourceSchema = shape(
  {
    ...flowMembers,
    document: FlowSchema,
    nextNodeId: count('The next Action ID: one more than the highest ever used in this flow.'),
  },
  { title: 'Flow' },
)
/** What a flow answers with. */
export type FlowResource = Static<typeof FlowResourceSchema>

export const FlowListItemSchema = shape(
  {
    ...flowMembers,
    name: text(),
    description: text(),
    triggers: list(text(), { description: 'Types of the triggers in the draft, in order of Action ID.' }),
    addresses: list(AddressSchema, { description: 'Our addresses that start the flow, in order.' }),
    addressesShown: list(text(), { description: 'The same addresses as people read them.' }),
    numbers: list(text(), { description: 'Those of channel `sms`.' }),
    errors: count('Errors that would stop a deploy now.'),
    timeZone: text('IANA zone of the flow, in which its times are told.'),
  },
  { title: 'FlowListItem' },
)
/** One row of the flows list. */
export type FlowListItem = Static<typeof FlowListItemSchema>

const versionMembers = { version: version(), deployedAt: time(), deployedBy: text(), live: Type.Boolean() }

export const FlowVersionItemSchema = shape(versionMembers, { title: 'FlowVersionItem' })
export type FlowVersionItem = Static<typeof FlowVersionItemSchema>

export const FlowVersionResourceSchema = shape({ ...versionMembers, document: FlowSchema }, { title: 'FlowVersion' })
export type FlowVersionResource = Static<typeof FlowVersionResourceSchema>

export const FlowProblemSchema = Type.Unsafe<FlowProblem>(
  shape(
    {
      severity: Type.Enum(['error', 'warning']),
      nodeId: Type.Optional(count('Action ID; left out where the flow itself is meant.')),
      path: Type.Optional(text('The place inside the action, such as `inputs.url`, or inside the document.')),
      code: Type.Enum([...flowProblemCodes]),
      message: text('What is wrong and what to do.'),
      fix: Type.Optional(
        shape(
          { label: text(), find: text(), replacement: text() },
          { description: 'A repair in one click: replace `find` by `replacement` at `path`.' },
        ),
      ),
    },
    { title: 'FlowProblem', description: 'One finding about a flow. Errors stop a deploy, warnings do not.' },
  ),
)

export const ValidateResponseSchema = shape({ problems: list(FlowProblemSchema) })
export type ValidateResponse = Static<typeof ValidateResponseSchema>

export const DeployResponseSchema = shape({
  version: count(),
  revision: count(),
  problems: list(FlowProblemSchema, { description: 'Warnings that did not stop the deploy.' }),
})
export type DeployResponse = Static<typeof DeployResponseSchema>

export const FlowTemplateSchema = shape({ id: text(), document: FlowSchema }, { title: 'FlowTemplate' })
/** A flow offered by New Flow. */
export type FlowTemplate = Static<typeof FlowTemplateSchema>

export const ValidateQuerySchema = Type.Object(
  {
    flowId: Type.Optional(
      Type.String({ format: 'uuid', description: 'Lets the numbers and stored secrets of this flow count.' }),
    ),
  },
  exact,
)
export type ValidateQuery = Static<typeof ValidateQuerySchema>

export const SaveQuerySchema = Type.Object(
  {
    workingCopy: Type.Optional(
      Type.String({
        format: 'uuid',
        description: 'The working copy that becomes the draft with this, and is dropped.',
      }),
    ),
  },
  exact,
)

const ListQuerySchema = Type.Object(
  {
    ...pageQuery,
    search: Type.Optional(Type.String({ maxLength: 200, description: 'Part of name or description.' })),
    live: Type.Optional(Type.Enum(['true', 'false'])),
  },
  exact,
)

export const flowEndpoints = {
  templates: endpoint({
    method: 'GET',
    path: '/api/templates',
    summary: 'Flows offered when a new one is made',
    query: PageQuerySchema,
    answer: page(FlowTemplateSchema),
  }),
  list: endpoint({
    method: 'GET',
    path: '/api/flows',
    summary: 'All flows without their documents, last modified first',
    query: ListQuerySchema,
    answer: page(FlowListItemSchema),
  }),
  create: endpoint({
    method: 'POST',
    path: '/api/flows',
    summary: 'Create a flow from a document',
    description:
      'A secret is written as text once; answers hold `{ "$secret": "<id>" }` in its place, and saving that keeps it.',
    body: FlowSchema,
    answer: FlowResourceSchema,
    status: 201,
    errors: ['INVALID_DOCUMENT', 'SECRET_MISSING'],
  }),
  validate: endpoint({
    method: 'POST',
    path: '/api/flows/validate',
    summary: 'Problems of a document that need not be stored',
    query: ValidateQuerySchema,
    body: FlowSchema,
    answer: ValidateResponseSchema,
    errors: ['INVALID_DOCUMENT', 'FLOW_NOT_FOUND'],
  }),
  get: endpoint({
    method: 'GET',
    path: '/api/flows/:id',
    summary: 'One flow with its draft',
    description: 'The revision is in `ETag`, too.',
    answer: FlowResourceSchema,
    errors: ['FLOW_NOT_FOUND'],
  }),
  save: endpoint({
    method: 'PUT',
    path: '/api/flows/:id',
    summary: 'Save the draft',
    ifMatch: 'required',
    query: SaveQuerySchema,
    body: FlowSchema,
    answer: FlowResourceSchema,
    errors: ['FLOW_NOT_FOUND', 'PRECONDITION_REQUIRED', 'STALE_REVISION', 'INVALID_DOCUMENT', 'SECRET_MISSING'],
  }),
  remove: endpoint({
    method: 'DELETE',
    path: '/api/flows/:id',
    summary: 'Delete a flow; its runs stay readable',
    answer: nothing,
    errors: ['FLOW_NOT_FOUND', 'FLOW_IN_USE'],
  }),
  export: endpoint({
    method: 'GET',
    path: '/api/flows/:id/export',
    summary: 'The draft as a file, without its secrets',
    answer: raw('application/json', FlowSchema),
    errors: ['FLOW_NOT_FOUND'],
  }),
  duplicate: endpoint({
    method: 'POST',
    path: '/api/flows/:id/duplicate',
    summary: 'Create a copy of the draft, without its secrets',
    answer: FlowResourceSchema,
    status: 201,
    errors: ['FLOW_NOT_FOUND', 'INVALID_DOCUMENT'],
  }),
}

/** What serves arriving events. */
export const liveFlowEndpoints = {
  deploy: endpoint({
    method: 'POST',
    path: '/api/flows/:id/deploy',
    summary: 'Make the stored draft live; with If-Match only that revision',
    description: 'A draft with errors is refused; `problems` of the error answer names them.',
    ifMatch: 'optional',
    answer: DeployResponseSchema,
    errors: ['FLOW_NOT_FOUND', 'STALE_REVISION', 'PATH_IN_USE', 'NOT_DEPLOYABLE', 'SECRET_MISSING'],
  }),
  undeploy: endpoint({
    method: 'POST',
    path: '/api/flows/:id/undeploy',
    summary: 'Take the flow off; open runs end on their version',
    answer: FlowResourceSchema,
    errors: ['FLOW_NOT_FOUND', 'FLOW_NOT_LIVE'],
  }),
  pause: endpoint({
    method: 'POST',
    path: '/api/flows/:id/pause',
    summary: 'Start no new runs for now',
    description:
      'Events are answered as always and held, and start once the flow is resumed; Jump To takes On Failure.',
    answer: FlowResourceSchema,
    errors: ['FLOW_NOT_FOUND', 'FLOW_NOT_LIVE'],
  }),
  resume: endpoint({
    method: 'POST',
    path: '/api/flows/:id/resume',
    summary: 'Start runs again',
    answer: FlowResourceSchema,
    errors: ['FLOW_NOT_FOUND', 'FLOW_NOT_LIVE'],
  }),
  versions: endpoint({
    method: 'GET',
    path: '/api/flows/:id/versions',
    summary: 'Deployed versions, newest first',
    query: PageQuerySchema,
    answer: page(FlowVersionItemSchema),
    errors: ['FLOW_NOT_FOUND'],
  }),
  version: endpoint({
    method: 'GET',
    path: '/api/flows/:id/versions/:version',
    summary: 'One deployed version, or a draft that was tested, with its document',
    answer: FlowVersionResourceSchema,
    errors: ['FLOW_NOT_FOUND', 'VERSION_NOT_FOUND'],
  }),
  rollBack: endpoint({
    method: 'POST',
    path: '/api/flows/:id/versions/:version/deploy',
    summary: 'Roll back: make an earlier version live again',
    answer: DeployResponseSchema,
    errors: ['FLOW_NOT_FOUND', 'VERSION_NOT_FOUND', 'PATH_IN_USE', 'NOT_DEPLOYABLE', 'SECRET_MISSING'],
  }),
}
