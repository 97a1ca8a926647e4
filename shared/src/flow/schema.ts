import { type Static, Type } from 'typebox'
import { phonePattern } from '../phone/index.ts'
import { MAX_NAME_LENGTH, MAX_NODES, MAX_NOTE_LENGTH, MAX_NOTES, MAX_SAMPLE_LENGTH, MAX_TYPE_LENGTH } from './limits.ts'
import { retryOutcomes } from './retry-outcomes.ts'

const exact = { additionalProperties: false } as const

export { MAX_NAME_LENGTH, MAX_NODES, MAX_NOTES } from './limits.ts'
export { type RetryOutcome, retryOutcomes } from './retry-outcomes.ts'
export { isSecretReference } from './secret-reference.ts'

export const PositionSchema = Type.Object({ x: Type.Number(), y: Type.Number() }, exact)

export const RetrySchema = Type.Object(
  {
    /** Tries in all, the first included. */
    attempts: Type.Integer({ minimum: 1, maximum: 20 }),
    /** Pause before the second try, give or take a quarter. */
    backoffSeconds: Type.Number({ minimum: 0, maximum: 86_400 }),
    /** Whether each further pause is twice as long (the default) or the same. */
    growth: Type.Optional(Type.Enum(['double', 'fixed'])),
    /** The longest pause. Default one hour. */
    maxBackoffSeconds: Type.Optional(Type.Number({ minimum: 1, maximum: 86_400 })),
    /** Which failures are worth another try. Default: all but `unreadable`. */
    on: Type.Optional(Type.Array(Type.Enum([...retryOutcomes]), { maxItems: retryOutcomes.length })),
  },
  exact,
)

export const NodeSchema = Type.Object(
  {
    /** Action ID: positive, given in order of arrival, never used again in that flow. */
    id: Type.Integer({ minimum: 1, maximum: 1_000_000 }),
    type: Type.String({ minLength: 1, maxLength: MAX_TYPE_LENGTH }),
    typeVersion: Type.Optional(Type.Integer({ minimum: 1 })),
    name: Type.String({ minLength: 1, maxLength: MAX_NAME_LENGTH }),
    /** Free text for colleagues. */
    note: Type.Optional(Type.String({ maxLength: 2_000 })),
    position: PositionSchema,
    /** A disabled action passes through its first exit. */
    disabled: Type.Optional(Type.Boolean()),
    retry: Type.Optional(RetrySchema),
    deadlineSeconds: Type.Optional(Type.Number({ minimum: 1 })),
    /** Values for the input schema of the node's type; may be incomplete in a draft. */
    inputs: Type.Record(Type.String(), Type.Unknown()),
    /** The reply of a test as JSON text, shortened and without secrets. Only for people: runs do not read it. */
    sample: Type.Optional(Type.String({ maxLength: MAX_SAMPLE_LENGTH })),
  },
  exact,
)

export const ConnectionSchema = Type.Object(
  {
    from: Type.Integer({ minimum: 1 }),
    exit: Type.String({ minLength: 1, maxLength: 64 }),
    to: Type.Integer({ minimum: 1 }),
  },
  exact,
)

export const NoteSchema = Type.Object(
  {
    id: Type.Integer({ minimum: 1 }),
    position: PositionSchema,
    size: Type.Object({ width: Type.Number({ minimum: 1 }), height: Type.Number({ minimum: 1 }) }, exact),
    text: Type.String({ maxLength: MAX_NOTE_LENGTH }),
  },
  exact,
)

const phoneNumber = Type.String(phonePattern)

/** Who is told when runs of the flow fail: at the first failure, and past a rate. */
export const OnEndSchema = Type.Object(
  {
    /** A flow with an Inbound API trigger; its body says what failed. */
    flowId: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
    /** An address that takes the same body by POST. */
    url: Type.Optional(
      Type.String({
        pattern: '^https?://',
        'x-pattern-text': 'an address that begins with http:// or https://',
        maxLength: 2_000,
      }),
    ),
    /** A phone that gets a text, and which of our numbers it comes from, both in E.164. */
    text: Type.Optional(Type.Object({ to: phoneNumber, from: phoneNumber }, exact)),
    /** A mailbox, where the operator has set a mail server. */
    email: Type.Optional(
      Type.String({
        pattern: '^[^\\s@]+@[^\\s@]+\\.[^\\s@]+$',
        'x-pattern-text': 'an e-mail address such as dana@example.com',
        maxLength: 254,
      }),
    ),
    /** Share of the last half hour's runs that may fail before it is told again. Default 20. */
    failureRatePercent: Type.Optional(Type.Number({ minimum: 1, maximum: 100 })),
    /** Share of the last hour's runs that may take On Failure and go on before it is told. Default 20. */
    caughtRatePercent: Type.Optional(Type.Number({ minimum: 1, maximum: 100 })),
  },
  exact,
)

export const SettingsSchema = Type.Object(
  {
    /** IANA name; dates, schedules and business hours follow it. */
    timeZone: Type.String({ minLength: 1, maxLength: 64 }),
    /** A run that visits more actions than this ends with STEP_LIMIT. */
    maxSteps: Type.Integer({ minimum: 1, maximum: 100_000 }),
    maxDurationSeconds: Type.Optional(Type.Number({ minimum: 1 })),
    concurrency: Type.Optional(Type.Integer({ minimum: 1 })),
    ratePerMinute: Type.Optional(Type.Integer({ minimum: 1 })),
    missedTicks: Type.Optional(Type.Enum(['skip', 'run-once', 'run-all'])),
    onEnd: Type.Optional(OnEndSchema),
  },
  exact,
)

export const FlowSchema = Type.Object(
  {
    formatVersion: Type.Literal(1),
    name: Type.String({ minLength: 1, maxLength: MAX_NAME_LENGTH }),
    description: Type.String({ maxLength: 2_000 }),
    settings: SettingsSchema,
    nodes: Type.Array(NodeSchema, { maxItems: MAX_NODES }),
    connections: Type.Array(ConnectionSchema, { maxItems: 20_000 }),
    notes: Type.Array(NoteSchema, { maxItems: MAX_NOTES }),
  },
  { ...exact, title: 'FlowDocument', description: 'The flow document, the same in files, API and database.' },
)

/** The flow document, the same in files, API and database. */
export type Flow = Static<typeof FlowSchema>
export type FlowNode = Static<typeof NodeSchema>
export type Connection = Static<typeof ConnectionSchema>
export type BoardNote = Static<typeof NoteSchema>
export type Retry = Static<typeof RetrySchema>
export type FlowSettings = Static<typeof SettingsSchema>
export type Position = Static<typeof PositionSchema>

/** What stands in a document where a secret was sealed. */
export const SecretReferenceSchema = Type.Object({ $secret: Type.String({ minLength: 1, maxLength: 64 }) }, exact)
export type SecretReference = Static<typeof SecretReferenceSchema>
