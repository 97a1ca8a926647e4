import type { Route } from '@playwright/test'

/** Answers requests of a page as a server does that refuses them. They are not tried again by themselves. */
export function refusing(detail: string): (route: Route) => Promise<void> {
  const problem = { type: 'about:blank', title: 'Refused', status: 403, code: 'FORBIDDEN', detail, errors: [] }
  return (route) =>
    route.fulfill({ status: 403, contentType: 'application/problem+json', body: JSON.stringify(problem) })
}
