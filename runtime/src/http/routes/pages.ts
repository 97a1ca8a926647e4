import { createPages } from '../pages.ts'
import { defineRoute, type Route } from '../route.ts'
import type { RouteServices } from '../services.ts'

/** The designer; last in the table, as it takes every address that is left. */
export function pageRoutes({ pagesFolder }: RouteServices): readonly Route[] {
  const serve = createPages(pagesFolder)
  return [
    defineRoute({
      method: 'GET',
      path: '/*',
      access: 'public',
      crossOrigin: true,
      summary: 'The designer',
      answer: '200 a page or file',
      handle: ({ context }) => serve(context),
    }),
  ]
}
