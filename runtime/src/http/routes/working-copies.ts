import { KeepWorkingCopySchema, PresenceSchema } from '@patchbay/shared/api'
import { migrateFlow } from '@patchbay/shared/flow'
import { pageOf } from '../../services/page.ts'
import type { Principal } from '../app-env.ts'
import { json, noContent } from '../responses.ts'
import { type BodyRule, defineRoute, type Route } from '../route.ts'
import type { RouteServices } from '../services.ts'

const copyBody = {
  schema: KeepWorkingCopySchema,
  // As large as a flow may be, and what stands around it.
  limit: 5 * 1024 * 1024 + 1024,
  code: 'INVALID_DOCUMENT',
  prepare: withMigratedDocument,
} as const satisfies BodyRule<typeof KeepWorkingCopySchema>

/** What people have open and have not saved. */
export function workingCopyRoutes({ workingCopies, presences }: RouteServices): readonly Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/api/flows/:id/working-copies',
      access: 'editor',
      summary: "The caller's own unsaved copies of a flow, one per browser",
      answer: '200 a page of working copies, last modified first',
      handle: async ({ params, principal }) => {
        const items = await workingCopies.list(params.id, ownerOf(principal()))
        return json(pageOf(items, { limit: items.length + 1 }))
      },
    }),
    defineRoute({
      method: 'PUT',
      path: '/api/flows/:id/working-copies/:copy',
      access: 'editor',
      summary: 'Keep what is on the board and not saved, without secrets in plain text',
      answer: '204',
      body: copyBody,
      handle: async ({ params, body, principal }) => {
        await workingCopies.keep(params.id, params.copy, ownerOf(principal()), body)
        return noContent()
      },
    }),
    defineRoute({
      method: 'DELETE',
      path: '/api/flows/:id/working-copies/:copy',
      access: 'editor',
      summary: 'Drop a working copy',
      answer: '204',
      handle: async ({ params, principal }) => {
        await workingCopies.remove(params.id, params.copy, ownerOf(principal()))
        return noContent()
      },
    }),
    defineRoute({
      method: 'PUT',
      path: '/api/flows/:id/presence/:session',
      access: 'viewer',
      summary: 'Say that a page has the flow open; again every few seconds',
      answer: '200 { items: who is here }',
      body: { schema: PresenceSchema },
      handle: async ({ params, body, principal }) => {
        const { name, ...rest } = principal()
        const visitor = { owner: ownerOf(rest), name }
        return json({ items: await presences.enter(params.id, params.session, visitor, body) })
      },
    }),
    defineRoute({
      method: 'DELETE',
      path: '/api/flows/:id/presence/:session',
      access: 'viewer',
      summary: 'Say that a page has closed the flow',
      answer: '204',
      handle: async ({ params, principal }) => {
        await presences.leave(params.id, params.session, ownerOf(principal()))
        return noContent()
      },
    }),
  ]
}

/** The owner's name in the store of working copies and presence. */
export function ownerOf({ kind, id }: Pick<Principal, 'kind' | 'id'>): string {
  return `${kind}:${id}`
}

function withMigratedDocument(body: unknown): unknown {
  if (typeof body !== 'object' || body === null || !('document' in body)) return body
  return { ...body, document: migrateFlow(body.document) }
}
