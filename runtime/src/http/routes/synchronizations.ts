import { directoryEndpoints } from '@patchbay/shared/api'
import { defineRoute, type Route } from '../../kit/route.ts'
import type { RouteServices } from '../services.ts'

/** Copies of the people of outside services. To copy all of them is a decision of administrators. */
export function synchronizationRoutes({ synchronizations }: RouteServices): readonly Route[] {
  return [
    defineRoute(directoryEndpoints.list, {
      access: 'editor',
      handle: async ({ params }) => ({ items: await synchronizations.list(params.id) }),
    }),
    defineRoute(directoryEndpoints.switch, {
      access: 'administrator',
      handle: ({ params, body }) => synchronizations.switch(params.id, params.subject, body.isOn),
    }),
    defineRoute(directoryEndpoints.start, {
      access: 'administrator',
      handle: ({ params, body }) =>
        synchronizations.start(params.id, params.subject, { isWhole: body.isWhole ?? false }),
    }),
  ]
}
