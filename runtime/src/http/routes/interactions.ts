import { interactionEndpoints } from '@patchbay/shared/api'
import { defineRoute, type Route } from '../../kit/route.ts'
import type { RouteServices } from '../services.ts'

/** What happened with contacts in outside services. */
export function interactionRoutes({ interactions, stopping }: RouteServices): readonly Route[] {
  return [
    defineRoute(interactionEndpoints.interactionSources, {
      access: 'agent',
      handle: async ({ params }) => ({ items: await interactions.sources(params.id) }),
    }),
    defineRoute(interactionEndpoints.interactions, {
      access: 'agent',
      handle: ({ params, query, context }) =>
        interactions.of({
          contactId: params.id,
          accountId: params.accountId,
          isFresh: query.fresh === 'true',
          signal: AbortSignal.any([context.req.raw.signal, stopping]),
        }),
    }),
  ]
}
