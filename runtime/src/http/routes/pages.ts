import { systemEndpoints } from '@patchbay/shared/api'
import { defineRoute, type Route } from '../../kit/route.ts'
import { createPages } from '../pages.ts'
import type { RouteServices } from '../services.ts'

/** The designer. Last in the table, because it matches every remaining address. */
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
