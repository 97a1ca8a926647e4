import { webhookEndpoints as endpoints } from '@patchbay/shared/api'
import { defineRoute, type Route } from '../../kit/route.ts'
import type { RouteServices } from '../services.ts'

/** Webhooks to which events are sent. */
export function eventWebhookRoutes({ eventWebhooks }: RouteServices): readonly Route[] {
  const access = 'administrator' as const
  return [
    defineRoute(endpoints.list, { access, handle: async () => ({ items: await eventWebhooks.list() }) }),
    defineRoute(endpoints.create, { access, handle: ({ body }) => eventWebhooks.create(body) }),
    defineRoute(endpoints.get, { access, handle: ({ params }) => eventWebhooks.get(params.id) }),
    defineRoute(endpoints.change, { access, handle: ({ params, body }) => eventWebhooks.change(params.id, body) }),
    defineRoute(endpoints.remove, { access, handle: ({ params }) => eventWebhooks.remove(params.id) }),
    defineRoute(endpoints.ping, { access, handle: ({ params }) => eventWebhooks.ping(params.id) }),
    defineRoute(endpoints.renewSecret, {
      access,
      handle: async ({ params }) => ({ secret: await eventWebhooks.renewSecret(params.id) }),
    }),
    defineRoute(endpoints.removeOlderSecret, {
      access,
      handle: ({ params }) => eventWebhooks.removeOlderSecret(params.id),
    }),
    defineRoute(endpoints.attempts, {
      access,
      handle: async ({ params }) => ({ items: await eventWebhooks.attempts(params.id) }),
    }),
    defineRoute(endpoints.resend, {
      access,
      handle: async ({ params, body }) => ({ count: await eventWebhooks.resend(params.id, body) }),
    }),
  ]
}
