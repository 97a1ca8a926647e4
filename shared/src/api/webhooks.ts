import { type Static, Type } from 'typebox'
import { endpoint, nothing } from './endpoint.ts'
import { eventTypeNames } from './event-types.ts'
import { count, jsonObject, list, nullable, shape, text, time } from './shapes.ts'
import { webhookOffReasons, webhookPresets, webhookStates } from './webhook-facts.ts'

const exact = { additionalProperties: false } as const

const state = Type.Enum([...webhookStates], {
  description: '`paused`: events wait, oldest first. `off`: events are not kept for it.',
})
const preset = Type.Enum([...webhookPresets], {
  description:
    '`standard`: eight retries over 27 hours, off after five days of only failures. `gladly`: four retries within two ' +
    'hours, then off.',
})

export const WebhookResourceSchema = shape(
  {
    id: text(),
    name: text(),
    url: text(),
    events: list(Type.Enum([...eventTypeNames])),
    state,
    preset,
    isStrict: Type.Boolean({ description: 'An event that waits for its retry holds back the later ones.' }),
    includesText: Type.Boolean({ description: 'Events about messages have their text.' }),
    holdDays: count('How long events are kept while it is paused.'),
    username: nullable(text()),
    hasPassword: Type.Boolean(),
    realm: nullable(text()),
    headers: list(text(), { description: 'Names. Values are never answered.' }),
    hasOlderSecret: Type.Boolean({ description: 'Requests are signed with the signing secret before, too.' }),
    createdAt: time(),
    updatedAt: time(),
    lastSuccessAt: nullable(time()),
    failingSince: nullable(time(), { description: 'Since when every attempt has failed.' }),
    offReason: nullable(Type.Enum([...webhookOffReasons]), { description: 'Why it was turned off by itself.' }),
    offAt: nullable(time(), { description: 'When it was turned off by itself.' }),
    waiting: count('Events that wait for their delivery, counted up to 10,000.'),
    oldestWaitingAt: nullable(time()),
    expiresAt: nullable(time(), { description: 'When the oldest waiting event is given up. Null: none waits.' }),
    undelivered: count('Events that were given up or expired, counted up to 10,000. They can be sent again.'),
  },
  { title: 'EventWebhook' },
)
export type WebhookResource = Static<typeof WebhookResourceSchema>

const members = {
  name: Type.String({ minLength: 1, maxLength: 200 }),
  url: Type.String({ minLength: 1, maxLength: 2_000 }),
  events: Type.Array(Type.String({ maxLength: 100 }), { minItems: 1, maxItems: 200 }),
  preset: Type.Optional(preset),
  isStrict: Type.Optional(Type.Boolean()),
  includesText: Type.Optional(Type.Boolean()),
  holdDays: Type.Optional(Type.Integer({ minimum: 1, maximum: 14 })),
  username: Type.Optional(Type.Union([Type.String({ maxLength: 200 }), Type.Null()])),
  password: Type.Optional(
    Type.String({ maxLength: 1_000, description: 'Absent: the stored one stays. Goes with the username.' }),
  ),
  realm: Type.Optional(Type.Union([Type.String({ maxLength: 200 }), Type.Null()])),
  headers: Type.Optional(
    Type.Record(Type.String({ maxLength: 200 }), Type.Union([Type.String({ maxLength: 4_000 }), Type.Null()]), {
      description: 'All of them. A value of null keeps the stored one.',
    }),
  ),
  state: Type.Optional(state),
}

export const NewWebhookSchema = Type.Object(members, exact)
export type NewWebhook = Static<typeof NewWebhookSchema>

export const WebhookChangeSchema = Type.Partial(Type.Object(members, exact), exact)
export type WebhookChange = Static<typeof WebhookChangeSchema>

export const CreatedWebhookSchema = shape(
  {
    webhook: WebhookResourceSchema,
    secret: text('The signing secret, `whsec_…`. This is the only time it is shown.'),
  },
  { title: 'CreatedEventWebhook' },
)
export type CreatedWebhook = Static<typeof CreatedWebhookSchema>

export const PingResultSchema = shape(
  {
    isOk: Type.Boolean({ description: 'The receiver answered 200 in time.' }),
    status: nullable(Type.Integer()),
    durationMs: count(),
    answer: text('The first 200 characters of the answer, or what went wrong.'),
  },
  { title: 'PingResult' },
)
export type PingResult = Static<typeof PingResultSchema>

export const WebhookAttemptSchema = shape(
  {
    id: text(),
    eventId: text(),
    type: text(),
    at: time(),
    outcome: Type.Enum(['success', 'debug', 'error'], {
      description: '`debug`: failed, and it will be tried again. `error`: failed, and given up.',
    }),
    tries: count('1 for the first attempt.'),
    durationMs: count(),
    status: nullable(Type.Integer()),
    error: nullable(text('What went wrong, in a sentence.')),
    request: jsonObject({ description: 'url, headers and body, without secrets.' }),
    response: nullable(jsonObject({ description: 'headers and the beginning of the body.' })),
  },
  { title: 'EventWebhookAttempt' },
)
export type WebhookAttempt = Static<typeof WebhookAttemptSchema>

export const ResendSchema = Type.Union([
  Type.Object({ eventId: Type.String({ maxLength: 64 }) }, exact),
  Type.Object(
    { from: Type.String({ format: 'date-time' }), until: Type.String({ format: 'date-time' }) },
    { ...exact, description: 'All events of the types that it has, from the one time to the other.' },
  ),
  Type.Object({ undelivered: Type.Literal(true) }, { ...exact, description: 'All that were given up or expired.' }),
])
export type Resend = Static<typeof ResendSchema>

const noSuch = ['NOT_FOUND'] as const

/** Event webhooks in our own style. Those of `/api/v1` are in Gladly's. */
export const webhookEndpoints = {
  list: endpoint({
    method: 'GET',
    path: '/api/webhooks',
    summary: 'Event webhooks by name',
    answer: shape({ items: list(WebhookResourceSchema) }),
  }),
  create: endpoint({
    method: 'POST',
    path: '/api/webhooks',
    summary: 'Create an event webhook; its signing secret is shown this once',
    description:
      'Created `on`, which is the default, or `paused`, it is sent a PING first, which must be answered 200.',
    body: NewWebhookSchema,
    answer: CreatedWebhookSchema,
    status: 201,
    errors: ['INVALID_INPUT', 'WEBHOOK_EXISTS', 'TOO_MANY_WEBHOOKS', 'PING_FAILED'],
  }),
  get: endpoint({
    method: 'GET',
    path: '/api/webhooks/:id',
    summary: 'One event webhook',
    answer: WebhookResourceSchema,
    errors: noSuch,
  }),
  change: endpoint({
    method: 'PATCH',
    path: '/api/webhooks/:id',
    summary: 'Change an event webhook',
    description: 'Turned on, or given another URL, it is sent a PING first. When that fails, nothing changes.',
    body: WebhookChangeSchema,
    answer: WebhookResourceSchema,
    errors: ['NOT_FOUND', 'INVALID_INPUT', 'WEBHOOK_EXISTS', 'PING_FAILED'],
  }),
  remove: endpoint({
    method: 'DELETE',
    path: '/api/webhooks/:id',
    summary: 'Remove an event webhook, with its log and the events that wait for it',
    answer: nothing,
    errors: noSuch,
  }),
  ping: endpoint({
    method: 'POST',
    path: '/api/webhooks/:id/ping',
    summary: 'Send a PING now',
    answer: PingResultSchema,
    errors: noSuch,
  }),
  renewSecret: endpoint({
    method: 'POST',
    path: '/api/webhooks/:id/secret',
    summary: 'Make another signing secret; the one before signs too until it is removed',
    answer: shape({ secret: text('This is the only time it is shown.') }),
    status: 201,
    errors: noSuch,
  }),
  removeOlderSecret: endpoint({
    method: 'DELETE',
    path: '/api/webhooks/:id/secret',
    summary: 'Stop signing with the signing secret before',
    answer: nothing,
    errors: noSuch,
  }),
  attempts: endpoint({
    method: 'GET',
    path: '/api/webhooks/:id/attempts',
    summary: 'The last 100 requests of the past 30 days, latest first',
    answer: shape({ items: list(WebhookAttemptSchema) }),
    errors: noSuch,
  }),
  resend: endpoint({
    method: 'POST',
    path: '/api/webhooks/:id/resend',
    summary: 'Send one event, a range or all undelivered ones again, with the same ids',
    body: ResendSchema,
    answer: shape({ count: count('Events that are to be sent.') }),
    errors: ['NOT_FOUND', 'INVALID_INPUT', 'WEBHOOK_OFF'],
  }),
}
