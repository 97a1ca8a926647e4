import { simulatorEndpoints } from '@patchbay/shared/api'
import { defineRoute, type Route } from '../../kit/route.ts'
import { pageRequest } from '../../services/page.ts'
import type { RouteServices } from '../services.ts'

/** The built-in phone. */
export function simulatorRoutes({ simulator }: RouteServices): readonly Route[] {
  return [
    defineRoute(simulatorEndpoints.messages, {
      access: 'viewer',
      handle: ({ query: { channel, number, contact, ...page } }) =>
        simulator.conversation({ channel, number, contact }, pageRequest(page)),
    }),
    defineRoute(simulatorEndpoints.send, { access: 'editor', handle: ({ body }) => simulator.send(body) }),
  ]
}
