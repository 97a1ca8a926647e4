import { addressEndpoints } from '@patchbay/shared/api'
import { defineRoute, type Route } from '../../kit/route.ts'
import { pageRequest } from '../../services/page.ts'
import type { RouteServices } from '../services.ts'

export function addressRoutes({ addresses }: RouteServices): readonly Route[] {
  return [
    defineRoute(addressEndpoints.list, {
      access: 'viewer',
      handle: ({ query: { channel, search, ...page } }) => addresses.list({ channel, search }, pageRequest(page)),
    }),
    defineRoute(addressEndpoints.add, { access: 'editor', handle: ({ body }) => addresses.add(body) }),
    defineRoute(addressEndpoints.remove, { access: 'editor', handle: ({ params }) => addresses.remove(params) }),
    defineRoute(addressEndpoints.change, {
      access: 'editor',
      handle: ({ params, body }) => addresses.rename(params, body.label.trim()),
    }),
    defineRoute(addressEndpoints.assign, {
      access: 'editor',
      handle: async ({ body }) => {
        const { flowId, addresses: chosen, ...how } = body
        return { items: await addresses.assign(flowId, chosen, how), next: null }
      },
    }),
    defineRoute(addressEndpoints.clear, {
      access: 'editor',
      handle: async ({ body }) => ({ items: await addresses.clear(body.addresses), next: null }),
    }),
  ]
}
