import { numberEndpoints } from '@patchbay/shared/api'
import { defineRoute, type Route } from '../../kit/route.ts'
import { pageRequest } from '../../services/page.ts'
import type { RouteServices } from '../services.ts'

export function numberRoutes({ numbers }: RouteServices): readonly Route[] {
  return [
    defineRoute(numberEndpoints.list, {
      access: 'viewer',
      handle: ({ query }) => numbers.list(query.search, pageRequest(query)),
    }),
    defineRoute(numberEndpoints.add, { access: 'editor', handle: ({ body }) => numbers.add(body) }),
    defineRoute(numberEndpoints.remove, { access: 'editor', handle: ({ params }) => numbers.remove(params.number) }),
    defineRoute(numberEndpoints.assign, {
      access: 'editor',
      handle: async ({ body }) => {
        const { flowId, numbers: chosen, ...how } = body
        return { items: await numbers.assign(flowId, chosen, how), next: null }
      },
    }),
    defineRoute(numberEndpoints.clear, {
      access: 'editor',
      handle: async ({ body }) => ({ items: await numbers.clear(body.numbers), next: null }),
    }),
  ]
}
