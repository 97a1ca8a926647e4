import { AddNumberSchema, AssignNumbersSchema, ClearNumbersSchema, pageQuery } from '@patchbay/shared/api'
import { Type } from 'typebox'
import { pageRequest } from '../../services/page.ts'
import { json, noContent } from '../responses.ts'
import { defineRoute, type Route } from '../route.ts'
import type { RouteServices } from '../services.ts'

const ListQuerySchema = Type.Object(
  { ...pageQuery, search: Type.Optional(Type.String({ maxLength: 200 })) },
  { additionalProperties: false },
)

export function numberRoutes({ numbers }: RouteServices): readonly Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/api/numbers',
      access: 'viewer',
      summary: 'Our numbers and the flows they start',
      answer: '200 a page of numbers',
      query: ListQuerySchema,
      handle: async ({ query }) => json(await numbers.list(query.search, pageRequest(query))),
    }),
    defineRoute({
      method: 'POST',
      path: '/api/numbers',
      access: 'editor',
      summary: 'Add a number',
      answer: '201 the number',
      body: { schema: AddNumberSchema },
      handle: async ({ body }) => json(await numbers.add(body), 201),
    }),
    defineRoute({
      method: 'DELETE',
      path: '/api/numbers/:number',
      access: 'editor',
      summary: 'Remove a number',
      answer: '204',
      handle: async ({ params }) => {
        await numbers.remove(params.number)
        return noContent()
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/api/numbers/assign',
      access: 'editor',
      summary: 'Let numbers start a flow: all of them or none',
      answer: '200 { items }, 409 NUMBER_IN_USE with the other flows unless replace is true',
      body: { schema: AssignNumbersSchema },
      handle: async ({ body }) => {
        const items = await numbers.assign(body.flowId, body.numbers, body.replace === true)
        return json({ items, next: null })
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/api/numbers/clear',
      access: 'editor',
      summary: 'Let numbers start nothing',
      answer: '200 { items }',
      body: { schema: ClearNumbersSchema },
      handle: async ({ body }) => json({ items: await numbers.clear(body.numbers), next: null }),
    }),
  ]
}
