import { accountAgentEndpoints } from '@patchbay/shared/api'
import { defineRoute, type Route } from '../../kit/route.ts'
import { pageRequest } from '../../services/page.ts'
import type { RouteServices } from '../services.ts'

/** The people who work in the services of accounts. Administrators say which users they are. */
export function accountAgentRoutes({ accountAgents }: RouteServices): readonly Route[] {
  return [
    defineRoute(accountAgentEndpoints.agents, {
      access: 'editor',
      handle: ({ params, query: { state, ...page } }) => accountAgents.list(params.id, state, pageRequest(page)),
    }),
    defineRoute(accountAgentEndpoints.matchAgent, {
      access: 'administrator',
      handle: ({ params, body }) => accountAgents.match(params.id, params.externalId, body),
    }),
  ]
}
