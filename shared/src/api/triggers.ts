import { type Static, Type } from 'typebox'
import { inputTypes } from '../calls/index.ts'
import { endpoint, raw } from './endpoint.ts'
import { page } from './page.ts'
import { runStatuses } from './run-status.ts'
import { RunErrorSchema } from './runs.ts'
import { jsonObject, list, nullable, shape, text, time } from './shapes.ts'

export const TriggerAcceptedSchema = shape({ runId: text(), statusUrl: text() })
export type TriggerAccepted = Static<typeof TriggerAcceptedSchema>

const endedMembers = { runId: text(), status: Type.Enum([...runStatuses]), result: nullable(jsonObject()) }

/** What `Prefer: wait=N` answers when the run ends in time; `error` only where it failed. */
export const TriggerEndedSchema = shape({ ...endedMembers, error: Type.Optional(RunErrorSchema) })

const TakenSampleSchema = shape(
  { sample: Type.Literal(true) },
  { description: 'The flow is not live: the request was taken as a sample, because its builder listens for one.' },
)

export const TriggerRunSchema = shape(
  { ...endedMembers, error: nullable(RunErrorSchema), finishedAt: nullable(time()) },
  { title: 'TriggerRun' },
)
export type TriggerRunResource = Static<typeof TriggerRunSchema>

export const TriggerResourceSchema = shape(
  {
    flowId: text(),
    name: text(),
    url: text(),
    expectedInputs: list(
      shape({
        name: text(),
        type: Type.Enum([...inputTypes], { description: '`any` is taken as it is sent.' }),
        required: Type.Boolean(),
        default: text('Taken when the value is not sent. Empty: none.'),
        example: text(),
        description: text(),
      }),
    ),
  },
  { title: 'Trigger', description: 'A live flow that the credential may start.' },
)
export type TriggerResource = Static<typeof TriggerResourceSchema>

const refusals = [
  'INVALID_TOKEN',
  'FLOW_NOT_FOUND',
  'FLOW_NOT_LIVE',
  'MISSING_INPUT',
  'WRONG_INPUT',
  'KEY_REUSED',
  'TOO_MANY_REQUESTS',
] as const

const smartFlowsBody = {
  schema: jsonObject({
    description: '`flowId`, `ANI`, `DNIS` and the Expected Inputs; keys as plain names or in the `$name` form.',
  }),
  types: ['application/json', 'application/x-www-form-urlencoded'],
}

/** Starting flows from other programs, which bring the credential of the flow or an API token. */
export const triggerEndpoints = {
  start: endpoint({
    method: 'POST',
    path: '/triggers/:flowId',
    summary: 'Start a flow with the Expected Inputs of its Inbound API trigger',
    description:
      '202 means that the run is stored and will not be lost. `Idempotency-Key: <up to 255 characters>`: repeating ' +
      "a request within 24 hours starts no second run and answers the first one's id. `Prefer: wait=N` (up to 60 " +
      'seconds) answers 200 with the result when the run ends in time. A Respond action of the flow answers instead, ' +
      'with its own status, headers and body, for callers that wait: by `Prefer`, or because the trigger says so.',
    rawBody: {
      schema: jsonObject({
        description:
          'The Expected Inputs, and if you like `ANI` (the contact) and `DNIS` (our number). Values of a form are read ' +
          'by the types of the Expected Inputs.',
      }),
      types: ['application/json', 'application/x-www-form-urlencoded'],
    },
    answer: TriggerAcceptedSchema,
    status: 202,
    also: { 200: Type.Union([TriggerEndedSchema, TakenSampleSchema]) },
    flowAnswers: true,
    errors: refusals,
  }),
  list: endpoint({
    method: 'GET',
    path: '/triggers',
    summary: 'What the credential may start',
    answer: page(TriggerResourceSchema),
    errors: ['INVALID_TOKEN'],
  }),
  run: endpoint({
    method: 'GET',
    path: '/triggers/:flowId/runs/:runId',
    summary: 'Status and result of a run, for the credential that started it',
    answer: TriggerRunSchema,
    errors: ['INVALID_TOKEN', 'FLOW_NOT_FOUND', 'RUN_NOT_FOUND'],
  }),
  webhook: endpoint({
    method: 'ALL',
    path: '/hooks/:path',
    summary: 'Start the flow whose live webhook has this path',
    credential: 'own',
    rawBody: {
      schema: {},
      types: [
        'application/json',
        'application/x-ndjson',
        'application/xml',
        'application/x-www-form-urlencoded',
        'multipart/form-data',
        'text/plain',
      ],
    },
    description:
      'What a service sends to find out whether the address is ours (`hub.challenge`, `url_verification`, pings and the ' +
      'like) is answered with 200 as the service expects it, and starts nothing. So is HEAD.',
    answer: raw('*/*', shape({ runId: text() })),
    status: 202,
    errors: ['NOT_FOUND', 'INVALID_TOKEN', 'FLOW_NOT_LIVE', 'MISSING_INPUT', 'TOO_MANY_REQUESTS'],
  }),
}

/** The addresses and shapes that programs written for SmartFlows use. */
export const smartFlowsEndpoints = {
  trigger: endpoint({
    method: 'POST',
    path: '/_rest/v4/sfgen/apitriggers',
    summary: 'Start the flow named by flowId, as SmartFlows does; the run is in Location',
    rawBody: smartFlowsBody,
    answer: Type.Literal(true),
    status: 202,
    errors: refusals,
  }),
  triggerV2: endpoint({
    method: 'POST',
    path: '/v2/api/apitriggers',
    summary: 'The same at the address of version 2',
    rawBody: smartFlowsBody,
    answer: Type.Literal(true),
    status: 202,
    errors: refusals,
  }),
  authenticate: endpoint({
    method: 'POST',
    path: '/_rest/v4/authenticate',
    credential: 'own',
    summary: 'A token of the role API user for 24 hours, for an e-mail and its password',
    description:
      'A user has one such token at a time, and every sign-in gives it another 24 hours. It goes with the user, or when ' +
      'the role of the user changes. Of an Editor who is no API User it starts flows and does nothing else. A Viewer gets none.',
    rawBody: {
      schema: Type.Object({ username: Type.String({ description: 'The e-mail of a user.' }), password: Type.String() }),
      types: ['application/json', 'application/x-www-form-urlencoded'],
    },
    answer: shape({ token: text() }),
    also: {
      401: shape(
        { code: Type.Literal(401), error: Type.Literal('Unauthorized') },
        { description: 'The error that such programs know.' },
      ),
    },
    errors: ['FORBIDDEN', 'TOO_MANY_REQUESTS'],
  }),
}
