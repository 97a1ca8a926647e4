import { runEndpoints } from '@patchbay/shared/api'
import { defineRoute, type Route } from '../../kit/route.ts'
import type { RouteServices } from '../services.ts'
import { ownerOf } from './working-copies.ts'

export function runRoutes({ runs }: RouteServices): readonly Route[] {
  return [
    defineRoute(runEndpoints.list, {
      access: 'viewer',
      handle: ({ query, principal }) => runs.list(query, ownerOf(principal())),
    }),
    defineRoute(runEndpoints.get, { access: 'viewer', handle: ({ params }) => runs.get(params.id) }),
    defineRoute(runEndpoints.cancel, { access: 'editor', handle: ({ params }) => runs.cancel(params.id) }),
    defineRoute(runEndpoints.replay, { access: 'editor', handle: ({ params, body }) => runs.replay(params.id, body) }),
  ]
}
