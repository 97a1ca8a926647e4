import {
  type FlowResource,
  PageQuerySchema,
  pageQuery,
  SaveQuerySchema,
  ValidateQuerySchema,
} from '@patchbay/shared/api'
import { FlowSchema, migrateFlow } from '@patchbay/shared/flow'
import { type Json, stringifyJson } from '@patchbay/shared/json'
import { Type } from 'typebox'
import { pageOf, pageRequest } from '../../services/page.ts'
import { requireIfMatch } from '../preconditions.ts'
import { json, noContent } from '../responses.ts'
import { type BodyRule, defineRoute, type Route } from '../route.ts'
import type { RouteServices } from '../services.ts'
import { ownerOf } from './working-copies.ts'

const flowBody = {
  schema: FlowSchema,
  limit: 5 * 1024 * 1024,
  code: 'INVALID_DOCUMENT',
  prepare: migrateFlow,
} as const satisfies BodyRule<typeof FlowSchema>

const ListQuerySchema = Type.Object(
  {
    ...pageQuery,
    /** Part of name or description. */
    search: Type.Optional(Type.String({ maxLength: 200 })),
    live: Type.Optional(Type.Enum(['true', 'false'])),
  },
  { additionalProperties: false },
)

/** Reading and changing drafts. */
export function flowRoutes({ flows, templates, catalog, workingCopies }: RouteServices): readonly Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/api/catalog',
      access: 'viewer',
      summary: 'Definitions of all actions',
      answer: '200 { nodes }',
      handle: () => json(catalog),
    }),
    defineRoute({
      method: 'GET',
      path: '/api/templates',
      access: 'viewer',
      summary: 'Flows offered when a new one is made',
      answer: '200 a page of templates',
      query: PageQuerySchema,
      handle: ({ query }) => json(pageOf(templates, pageRequest(query))),
    }),
    defineRoute({
      method: 'GET',
      path: '/api/flows',
      access: 'viewer',
      summary: 'All flows, last modified first',
      answer: '200 a page of flows without their documents',
      query: ListQuerySchema,
      handle: async ({ query }) => {
        const search = query.search?.trim() ?? ''
        const filter = { ...(search === '' ? {} : { search }), ...(query.live === 'true' ? { liveOnly: true } : {}) }
        return json(await flows.list({ ...pageRequest(query), ...filter }))
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/api/flows',
      access: 'editor',
      summary: 'Create a flow from a document',
      answer: '201 the flow',
      body: flowBody,
      handle: async ({ body, principal }) => {
        const flow = await flows.create(body, principal().name)
        return flowAnswer(flow, 201)
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/api/flows/validate',
      access: 'viewer',
      summary: 'Problems of a document that need not be stored',
      answer: '200 { problems }',
      body: flowBody,
      query: ValidateQuerySchema,
      handle: async ({ body, query }) => json({ problems: await flows.problems(body, query.flowId) }),
    }),
    defineRoute({
      method: 'GET',
      path: '/api/flows/:id',
      access: 'viewer',
      summary: 'One flow with its draft',
      answer: '200 the flow; its revision in ETag',
      handle: async ({ params }) => flowAnswer(await flows.get(params.id)),
    }),
    defineRoute({
      method: 'PUT',
      path: '/api/flows/:id',
      access: 'editor',
      summary: 'Save the draft; needs If-Match: "<revision>"',
      answer: '200 the flow',
      body: flowBody,
      query: SaveQuerySchema,
      handle: async ({ params, body, query, context, principal }) => {
        const saver = principal()
        const flow = await flows.save(params.id, requireIfMatch(context), body, saver.name)
        const { workingCopy } = query
        if (workingCopy !== undefined) await workingCopies.removeSaved(flow.id, workingCopy, ownerOf(saver))
        return flowAnswer(flow)
      },
    }),
    defineRoute({
      method: 'DELETE',
      path: '/api/flows/:id',
      access: 'editor',
      summary: 'Delete a flow; its runs stay readable',
      answer: '204',
      handle: async ({ params }) => {
        await flows.remove(params.id)
        return noContent()
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/api/flows/:id/export',
      access: 'viewer',
      summary: 'The draft as a file, without its secrets',
      answer: '200 the document',
      handle: async ({ params }) => {
        const document = await flows.export(params.id)
        // A document is JSON by its schema; its type just does not say so.
        const text = `${stringifyJson(document as Json, 2)}\n`
        const name =
          document.name
            .replaceAll(/[^A-Za-z0-9]+/g, '-')
            .replaceAll(/^-|-$/g, '')
            .toLowerCase() || 'flow'
        return new Response(text, {
          headers: {
            'content-type': 'application/json; charset=utf-8',
            'content-disposition': `attachment; filename="${name}.flow.json"`,
            'cache-control': 'no-store',
          },
        })
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/api/flows/:id/duplicate',
      access: 'editor',
      summary: 'Create a copy of the draft, without its secrets',
      answer: '201 the new flow',
      handle: async ({ params, principal }) => flowAnswer(await flows.duplicate(params.id, principal().name), 201),
    }),
  ]
}

export function flowAnswer(flow: FlowResource, status = 200): Response {
  const headers = { etag: `"${flow.revision}"`, ...(status === 201 ? { location: `/api/flows/${flow.id}` } : {}) }
  return json(flow, status, headers)
}
