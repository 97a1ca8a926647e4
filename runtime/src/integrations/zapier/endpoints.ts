import { endpoint, nothing, raw } from '@patchbay/shared/api'
import { type Static, Type } from 'typebox'
import { POLLING_PATH } from './account.ts'

/** What Zapier sends when a Zap with an instant trigger is switched on. */
export const SubscribeHookSchema = Type.Object({
  targetUrl: Type.String({ minLength: 1, maxLength: 2_000 }),
  /** Only items of this event. Absent or empty: all items. */
  event: Type.Optional(Type.String({ maxLength: 200 })),
})
export type SubscribeHook = Static<typeof SubscribeHookSchema>

const HookSchema = Type.Object({
  id: Type.String(),
  event: Type.Union([Type.String(), Type.Null()]),
  createdAt: Type.String(),
})

/** The calls of Zapier, made with the name and password of an account. */
export const zapierEndpoints = {
  poll: endpoint({
    method: 'GET',
    path: POLLING_PATH,
    credential: 'basic',
    summary: 'Zapier polling: the newest items of the account; with tenantUrl a test of the credentials',
    description: 'A JSON array, newest first; with tenantUrl an empty body.',
    answer: raw('application/json'),
    errors: ['INVALID_TOKEN', 'TOO_MANY_REQUESTS'],
  }),
  subscribe: endpoint({
    method: 'POST',
    path: '/zapier/hooks',
    credential: 'basic',
    summary: 'Subscribe a REST hook',
    rawBody: { schema: SubscribeHookSchema },
    answer: HookSchema,
    status: 201,
    errors: ['INVALID_TOKEN', 'INVALID_INPUT', 'TOO_MANY_REQUESTS'],
  }),
  unsubscribe: endpoint({
    method: 'DELETE',
    path: '/zapier/hooks/:id',
    credential: 'basic',
    summary: 'Unsubscribe a REST hook',
    answer: nothing,
    errors: ['INVALID_TOKEN', 'NOT_FOUND', 'TOO_MANY_REQUESTS'],
  }),
}
