import { installationEndpoints } from '@patchbay/shared/api'
import { defineRoute, type Route } from '../../kit/route.ts'
import type { RouteServices } from '../services.ts'

export function installationRoutes({ installation, today }: RouteServices): readonly Route[] {
  return [
    defineRoute(installationEndpoints.get, { access: 'viewer', handle: () => installation.get() }),
    defineRoute(installationEndpoints.change, {
      access: 'administrator',
      handle: ({ body }) => installation.setTimeZone(body.timeZone),
    }),
    defineRoute(installationEndpoints.today, {
      access: 'viewer',
      handle: ({ query }) => today.get(query.timeZone),
    }),
  ]
}
