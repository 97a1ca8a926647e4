import { type FlowResource, flowEndpoints } from '@patchbay/shared/api'
import { type Flow, migrateFlow } from '@patchbay/shared/flow'
import { type Json, stringifyJson } from '@patchbay/shared/json'
import { type BodyRule, defineRoute, type Route, reply } from '../../kit/route.ts'
import { pageOf, pageRequest } from '../../services/page.ts'
import { requireIfMatch } from '../preconditions.ts'
import type { RouteServices } from '../services.ts'
import { ownerOf } from './working-copies.ts'

const flowBody: BodyRule = { limit: 5 * 1024 * 1024, code: 'INVALID_DOCUMENT', prepare: migrateFlow }

/** Reading and changing drafts. */
export function flowRoutes({ flows, templates, workingCopies }: RouteServices): readonly Route[] {
  return [
    defineRoute(flowEndpoints.templates, {
      access: 'viewer',
      handle: ({ query }) => pageOf(templates, pageRequest(query)),
    }),
    defineRoute(flowEndpoints.list, {
      access: 'viewer',
      handle: ({ query }) => {
        const search = query.search?.trim() ?? ''
        const filter = { ...(search === '' ? {} : { search }), ...(query.live === 'true' ? { liveOnly: true } : {}) }
        return flows.list({ ...pageRequest(query), ...filter })
      },
    }),
    defineRoute(flowEndpoints.create, {
      access: 'editor',
      body: flowBody,
      handle: async ({ body, principal }) => created(await flows.create(body, principal().name)),
    }),
    defineRoute(flowEndpoints.validate, {
      access: 'viewer',
      body: flowBody,
      handle: async ({ body, query }) => ({ problems: await flows.problems(body, query.flowId) }),
    }),
    defineRoute(flowEndpoints.get, {
      access: 'viewer',
      handle: async ({ params }) => withRevision(await flows.get(params.id)),
    }),
    defineRoute(flowEndpoints.save, {
      access: 'editor',
      body: flowBody,
      handle: async ({ params, body, query, context, principal }) => {
        const saver = principal()
        const flow = await flows.save(params.id, requireIfMatch(context), body, saver.name)
        const { workingCopy } = query
        if (workingCopy !== undefined) await workingCopies.removeSaved(flow.id, workingCopy, ownerOf(saver))
        return withRevision(flow)
      },
    }),
    defineRoute(flowEndpoints.remove, {
      access: 'editor',
      handle: ({ params }) => flows.remove(params.id),
    }),
    defineRoute(flowEndpoints.export, {
      access: 'viewer',
      handle: async ({ params }) => fileOf(await flows.export(params.id)),
    }),
    defineRoute(flowEndpoints.duplicate, {
      access: 'editor',
      handle: async ({ params, principal }) => created(await flows.duplicate(params.id, principal().name)),
    }),
  ]
}

/** A flow with its revision in ETag. */
export function withRevision(flow: FlowResource) {
  return reply(flow, { headers: { etag: `"${flow.revision}"` } })
}

function created(flow: FlowResource) {
  return reply(flow, { headers: { etag: `"${flow.revision}"`, location: `/api/flows/${flow.id}` } })
}

function fileOf(document: Flow): Response {
  // A document is JSON by its schema. Its type does not say so.
  const text = `${stringifyJson(document as Json, 2)}\n`
  const words = document.name.replaceAll(/[^A-Za-z0-9]+/g, '-').replaceAll(/^-|-$/g, '')
  const name = words.toLowerCase() || 'flow'
  return new Response(text, {
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'content-disposition': `attachment; filename="${name}.flow.json"`,
      'cache-control': 'no-store',
    },
  })
}
