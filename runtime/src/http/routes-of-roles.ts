import { mediaEndpoints } from '@patchbay/shared/api'
import type { Route } from '../kit/route.ts'
import type { NodeRole } from '../platform/config/config.ts'

/** Answered by every node: for monitors, and for carriers that fetch a file at whatever node the public address leads to. */
const everywhere: readonly string[] = ['/healthz', '/readyz', '/metrics', mediaEndpoints.file.path]

/** The rows that a node with these roles answers: triggers for `intake`, people and their API for `designer`. */
export function routesOfRoles(routes: readonly Route[], roles: readonly NodeRole[]): readonly Route[] {
  return routes.filter(({ path, access }) => {
    if (everywhere.includes(path)) return true
    return roles.includes(access === 'trigger' ? 'intake' : 'designer')
  })
}
