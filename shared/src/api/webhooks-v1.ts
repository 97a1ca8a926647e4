import { type Static, Type } from 'typebox'
import { endpoint, nothing } from './endpoint.ts'
import { list, shape, text, time } from './shapes.ts'

// Event webhooks in the shapes that programs written for Gladly read and send.

const optional = Type.Optional

export const WebhookV1Schema = shape(
  {
    id: text(),
    name: text(),
    url: text(),
    events: list(text()),
    enabled: Type.Boolean({ description: 'Paused ones count as enabled.' }),
    hasCredentials: Type.Boolean(),
    headerKeys: list(text(), { description: 'Names without values.' }),
    createdAt: time(),
    updatedAt: time(),
    disabledAtDueToRetryLimit: optional(time('Absent unless failures turned it off.')),
  },
  { title: 'WebhookV1' },
)
export type WebhookV1 = Static<typeof WebhookV1Schema>

const exact = { additionalProperties: false } as const

const members = {
  name: optional(Type.String({ minLength: 1, maxLength: 200, description: 'Default: the host of the URL.' })),
  url: Type.String({ minLength: 1, maxLength: 2_000 }),
  events: Type.Array(Type.String({ maxLength: 100 }), { minItems: 1, maxItems: 200 }),
  enabled: optional(Type.Boolean({ description: 'Default: false. Enabled, it is sent a PING first.' })),
  credentials: optional(
    Type.Object(
      {
        username: Type.String({ minLength: 1, maxLength: 200 }),
        password: Type.String({ minLength: 1, maxLength: 1_000 }),
        realm: optional(Type.String({ maxLength: 200 })),
      },
      exact,
    ),
  ),
  headers: optional(Type.Record(Type.String({ maxLength: 200 }), Type.String({ maxLength: 4_000 }))),
}

export const NewWebhookV1Schema = Type.Object(members, exact)
export type NewWebhookV1 = Static<typeof NewWebhookV1Schema>

export const WebhookChangeV1Schema = Type.Partial(Type.Object(members, exact), exact)
export type WebhookChangeV1 = Static<typeof WebhookChangeV1Schema>

export const webhookV1Endpoints = {
  list: endpoint({
    method: 'GET',
    path: '/api/v1/webhooks',
    summary: 'Event webhooks, as Gladly answers them',
    answer: list(WebhookV1Schema),
  }),
  create: endpoint({
    method: 'POST',
    path: '/api/v1/webhooks',
    summary: 'Create an event webhook with the retries of Gladly; at most 20',
    body: NewWebhookV1Schema,
    answer: WebhookV1Schema,
    status: 201,
    errors: ['INVALID_INPUT', 'WEBHOOK_EXISTS', 'TOO_MANY_WEBHOOKS', 'PING_FAILED'],
  }),
  get: endpoint({
    method: 'GET',
    path: '/api/v1/webhooks/:id',
    summary: 'One event webhook',
    answer: WebhookV1Schema,
    errors: ['NOT_FOUND'],
  }),
  change: endpoint({
    method: 'PATCH',
    path: '/api/v1/webhooks/:id',
    summary: 'Change an event webhook; when a PING to a new URL fails, nothing changes',
    body: WebhookChangeV1Schema,
    answer: nothing,
    errors: ['NOT_FOUND', 'INVALID_INPUT', 'WEBHOOK_EXISTS', 'PING_FAILED'],
  }),
  remove: endpoint({
    method: 'DELETE',
    path: '/api/v1/webhooks/:id',
    summary: 'Remove an event webhook that is not enabled',
    answer: nothing,
    errors: ['NOT_FOUND', 'INVALID_INPUT'],
  }),
}
