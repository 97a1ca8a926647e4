import { mayReach, presenceEndpoints, workingCopyEndpoints } from '@patchbay/shared/api'
import { migrateFlow } from '@patchbay/shared/flow'
import type { Principal } from '../../kit/app-env.ts'
import { type BodyRule, defineRoute, type Route } from '../../kit/route.ts'
import { pageOf } from '../../services/page.ts'
import type { RouteServices } from '../services.ts'

const copyBody: BodyRule = {
  // The largest flow, plus the fields around it.
  limit: 5 * 1024 * 1024 + 1024,
  code: 'INVALID_DOCUMENT',
  prepare: withMigratedDocument,
}

/** Unsaved work of people, and which flows they have open. */
export function workingCopyRoutes({ workingCopies, presences }: RouteServices): readonly Route[] {
  return [
    defineRoute(workingCopyEndpoints.list, {
      access: 'editor',
      handle: async ({ params, principal }) => {
        const items = await workingCopies.list(params.id, ownerOf(principal()))
        return pageOf(items, { limit: items.length + 1 })
      },
    }),
    defineRoute(workingCopyEndpoints.keep, {
      access: 'editor',
      body: copyBody,
      handle: ({ params, body, principal }) => workingCopies.keep(params.id, params.copy, ownerOf(principal()), body),
    }),
    defineRoute(workingCopyEndpoints.drop, {
      access: 'editor',
      handle: ({ params, principal }) => workingCopies.remove(params.id, params.copy, ownerOf(principal())),
    }),
    defineRoute(presenceEndpoints.enter, {
      access: 'viewer',
      handle: async ({ params, body, principal }) => {
        const caller = principal()
        const visitor = { owner: ownerOf(caller), name: caller.name, mayEdit: mayReach(caller.roles, 'editor') }
        return { items: await presences.enter(params.id, params.session, visitor, body) }
      },
    }),
    defineRoute(presenceEndpoints.leave, {
      access: 'viewer',
      handle: ({ params, principal }) => presences.leave(params.id, params.session, ownerOf(principal())),
    }),
  ]
}

/** The caller's name in the store of working copies, presence and conversations. A person's token acts as the person. */
export function ownerOf({ kind, id, userId }: Pick<Principal, 'kind' | 'id' | 'userId'>): string {
  return userId === undefined ? `${kind}:${id}` : `user:${userId}`
}

function withMigratedDocument(body: unknown): unknown {
  if (typeof body !== 'object' || body === null || !('document' in body)) return body
  return { ...body, document: migrateFlow(body.document) }
}
