import { type Static, Type } from 'typebox'
import { endpoint } from './endpoint.ts'
import { RunErrorSchema, StepWarningSchema } from './runs.ts'
import { anyJson, count, jsonObject, list, nullable, shape, text } from './shapes.ts'

const exact = { additionalProperties: false } as const

/** The version that the node was built with; the first when left out. */
const typeVersion = Type.Optional(Type.Integer({ minimum: 1 }))

export const ActionTestRequestSchema = Type.Object(
  {
    inputs: Type.Record(Type.String(), Type.Unknown()),
    typeVersion,
    variables: Type.Optional(
      Type.Record(Type.String(), Type.Unknown(), { description: 'Sample values for the `$variables` in the inputs.' }),
    ),
    flowId: Type.Optional(Type.String({ format: 'uuid', description: 'Lets sealed secrets of this flow be used.' })),
  },
  exact,
)
export type ActionTestRequest = Static<typeof ActionTestRequestSchema>

const HeadersSchema = list(shape({ name: text(), value: text() }))

const ShownRequestSchema = shape({ method: text(), url: text(), headers: HeadersSchema, body: nullable(text()) })
export type ShownRequest = Static<typeof ShownRequestSchema>

const ShownReplySchema = shape({
  statusCode: Type.Integer(),
  statusText: text(),
  headers: HeadersSchema,
  body: text('As text, cut after 1 MiB.'),
  bytes: count(),
  format: Type.Enum(['json', 'xml', 'text', 'file', 'empty']),
  /** The tree that query expressions read; null for a text that was not asked for as text, and for a file. */
  tree: anyJson,
})
export type ShownReply = Static<typeof ShownReplySchema>

const ShownExtractSchema = shape({
  name: text(),
  query: text(),
  found: Type.Boolean(),
  value: anyJson,
  warning: Type.Optional(text()),
})
export type ShownExtract = Static<typeof ShownExtractSchema>

/** How a try of an action went, secrets masked: what a step would say, and what was sent and came where that is known. */
const ActionTestResponseSchema = shape({
  exit: text('The exit a run would take.'),
  request: nullable(ShownRequestSchema, { description: 'Null when the action sends no request that can be shown.' }),
  response: nullable(ShownReplySchema, { description: 'Null when no reply came, or when there is no request.' }),
  durationMs: Type.Number(),
  variables: list(ShownExtractSchema, { description: 'Each response variable with what it extracted.' }),
  outputs: jsonObject(),
  warnings: list(StepWarningSchema),
  error: nullable(RunErrorSchema),
})
export type ActionTestResponse = Static<typeof ActionTestResponseSchema>

export const ActionPreviewRequestSchema = Type.Object(
  {
    inputs: Type.Record(Type.String(), Type.Unknown()),
    typeVersion,
    timeZone: Type.String({ minLength: 1, maxLength: 64, description: 'IANA name.' }),
  },
  exact,
)
export type ActionPreviewRequest = Static<typeof ActionPreviewRequestSchema>

const PreviewLineSchema = Type.Union([
  shape({ text: text() }),
  shape({ time: text('On the clock of the zone, with its offset: 2026-01-31T09:00:00-05:00') }),
])
/** A text, or a time on the clock of the zone with its offset, such as `2026-01-31T09:00:00-05:00`. */
export type PreviewLine = Static<typeof PreviewLineSchema>

/** What the inputs of an action lead to, as a list that the form shows. */
const ActionPreviewSchema = shape({
  lines: list(PreviewLineSchema),
  help: Type.Optional(text('A sentence below the list.')),
})
export type ActionPreview = Static<typeof ActionPreviewSchema>

const UpgradeRequestSchema = Type.Object(
  { inputs: Type.Record(Type.String(), Type.Unknown()), typeVersion: Type.Integer({ minimum: 1 }) },
  exact,
)

/** Inputs of an action as its newest version takes them. */
const ActionUpgradeSchema = shape({
  typeVersion: Type.Integer(),
  inputs: Type.Unsafe<Readonly<Record<string, unknown>>>({ type: 'object' }),
})
export type ActionUpgrade = Static<typeof ActionUpgradeSchema>

export const actionEndpoints = {
  test: endpoint({
    method: 'POST',
    path: '/api/actions/:type/test',
    summary: 'Try an action once, with sample values for its variables',
    body: ActionTestRequestSchema,
    answer: ActionTestResponseSchema,
    errors: ['NOT_FOUND', 'FLOW_NOT_FOUND', 'INVALID_INPUT', 'INVALID_VALUE', 'SECRET_MISSING'],
  }),
  preview: endpoint({
    method: 'POST',
    path: '/api/actions/:type/preview',
    summary: 'What the inputs of an action lead to',
    body: ActionPreviewRequestSchema,
    answer: ActionPreviewSchema,
    errors: ['NOT_FOUND', 'INVALID_INPUT'],
  }),
  upgrade: endpoint({
    method: 'POST',
    path: '/api/actions/:type/upgrade',
    summary: 'Inputs of an older version of an action as its newest version takes them',
    body: UpgradeRequestSchema,
    answer: ActionUpgradeSchema,
    errors: ['NOT_FOUND', 'INVALID_INPUT'],
  }),
}
