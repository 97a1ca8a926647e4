import { simulatorEndpoints } from '@patchbay/shared/api'
import { defineRoute, type Route } from '../../kit/route.ts'
import { pageRequest } from '../../services/page.ts'
import type { RouteServices } from '../services.ts'

/** The built-in phones. */
export function simulatorRoutes({ simulator }: RouteServices): readonly Route[] {
  return [
    defineRoute(simulatorEndpoints.messages, {
      access: 'viewer',
      handle: ({ query: { channel, draftOf, number, contact, ...page } }) =>
        simulator.conversation({ channel, draftOf, number, contact }, pageRequest(page)),
    }),
    defineRoute(simulatorEndpoints.send, {
      access: 'editor',
      handle: ({ body, principal }) => simulator.send(body, principal().name),
    }),
    defineRoute(simulatorEndpoints.receipt, {
      access: 'editor',
      handle: ({ params, body }) => simulator.receipt(params.id, body),
    }),
    defineRoute(simulatorEndpoints.phone, {
      access: 'viewer',
      handle: ({ params }) => simulator.phone(params.channel, params.contact),
    }),
    defineRoute(simulatorEndpoints.setPhone, {
      access: 'editor',
      handle: ({ params, body }) => simulator.setPhone(params.channel, params.contact, body),
    }),
    defineRoute(simulatorEndpoints.endWait, {
      access: 'editor',
      handle: ({ params }) => simulator.endWait(params.id),
    }),
  ]
}
