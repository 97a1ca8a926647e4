import { savedReplyEndpoints } from '@patchbay/shared/api'
import { defineRoute, type Route } from '../../kit/route.ts'
import type { RouteServices } from '../services.ts'

/** Texts for answers, which everybody who answers may change. */
export function savedReplyRoutes({ inbox: { savedReplies } }: RouteServices): readonly Route[] {
  return [
    defineRoute(savedReplyEndpoints.list, {
      access: 'agent',
      handle: async () => ({ items: await savedReplies.list() }),
    }),
    defineRoute(savedReplyEndpoints.add, { access: 'agent', handle: ({ body }) => savedReplies.add(body) }),
    defineRoute(savedReplyEndpoints.change, {
      access: 'agent',
      handle: ({ params, body }) => savedReplies.change(params.id, body),
    }),
    defineRoute(savedReplyEndpoints.remove, {
      access: 'agent',
      handle: ({ params }) => savedReplies.remove(params.id),
    }),
  ]
}
