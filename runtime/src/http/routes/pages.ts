import { systemEndpoints } from '@patchbay/shared/api'
import { defineRoute, type Route } from '../../kit/route.ts'
import { createPages } from '../pages.ts'
import type { RouteServices } from '../services.ts'

/** The designer; last in the table, as it takes every address that is left. */
export function pageRoutes({ pagesFolder }: RouteServices): readonly Route[] {
  const serve = createPages(pagesFolder)
  return [
    defineRoute(systemEndpoints.pages, {
      access: 'public',
      crossOrigin: true,
      handle: ({ context }) => serve(context),
    }),
  ]
}
