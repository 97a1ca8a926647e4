import { actionEndpoints, catalogEndpoints, optionEndpoints } from '@patchbay/shared/api'
import { defineRoute, type Route, reply } from '../../kit/route.ts'
import { requireRole } from '../mount-routes.ts'
import type { RouteServices } from '../services.ts'

/** The catalog of actions, and the calls of their forms: tests and options. */
export function actionRoutes({ catalog, actionTests, options }: RouteServices): readonly Route[] {
  return [
    defineRoute(catalogEndpoints.catalog, {
      access: 'person',
      handle: () => {
        const { catalog: body, etag } = catalog.current()
        // Kept by the browser, which asks with every use whether its copy is current.
        return reply(body, { headers: { etag, 'cache-control': 'private, no-cache' } })
      },
    }),
    defineRoute(optionEndpoints.list, {
      access: 'viewer',
      handle: ({ params, query, principal, context }) => {
        if (!options.isForViewers(params.source)) requireRole(principal(), 'editor')
        return options.list(params.source, query, context.req.raw.signal)
      },
    }),
    defineRoute(actionEndpoints.test, {
      access: 'editor',
      body: { limit: 5 * 1024 * 1024 },
      handle: ({ params, body, context }) => actionTests.test(params.type, body, context.req.raw.signal),
    }),
    defineRoute(actionEndpoints.preview, {
      access: 'viewer',
      handle: ({ params, body }) => actionTests.preview(params.type, body),
    }),
    defineRoute(actionEndpoints.upgrade, {
      access: 'viewer',
      handle: ({ params, body }) => actionTests.upgrade(params.type, body),
    }),
  ]
}
