import { ChangeUserSchema, CreateTokenSchema, CreateUserSchema, PageQuerySchema } from '@patchbay/shared/api'
import { pageRequest } from '../../services/page.ts'
import { json, noContent } from '../responses.ts'
import { defineRoute, type Route } from '../route.ts'
import type { RouteServices } from '../services.ts'

/** Who may use this installation: users and API tokens. */
export function accessRoutes({ users, apiTokens }: RouteServices): readonly Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/api/users',
      access: 'administrator',
      summary: 'Users, by e-mail',
      answer: '200 a page of users',
      query: PageQuerySchema,
      handle: async ({ query }) => json(await users.list(pageRequest(query))),
    }),
    defineRoute({
      method: 'POST',
      path: '/api/users',
      access: 'administrator',
      summary: 'Add a user',
      answer: '201 the user',
      body: { schema: CreateUserSchema },
      handle: async ({ body }) => json(await users.create(body), 201),
    }),
    defineRoute({
      method: 'PUT',
      path: '/api/users/:id',
      access: 'administrator',
      summary: 'Change the role of a user',
      answer: '200 the user',
      body: { schema: ChangeUserSchema },
      handle: async ({ params, body }) => json(await users.changeRole(params.id, body.role)),
    }),
    defineRoute({
      method: 'DELETE',
      path: '/api/users/:id',
      access: 'administrator',
      summary: 'Remove a user and end their sessions',
      answer: '204',
      handle: async ({ params }) => {
        await users.remove(params.id)
        return noContent()
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/api/tokens',
      access: 'administrator',
      summary: 'API tokens, newest first',
      answer: '200 a page of tokens without their text',
      query: PageQuerySchema,
      handle: async ({ query }) => json(await apiTokens.list(pageRequest(query))),
    }),
    defineRoute({
      method: 'POST',
      path: '/api/tokens',
      access: 'administrator',
      summary: 'Create an API token; its text is shown this once',
      answer: '201 the token',
      body: { schema: CreateTokenSchema },
      handle: async ({ body, principal }) => json(await apiTokens.create(body, principal().name), 201),
    }),
    defineRoute({
      method: 'DELETE',
      path: '/api/tokens/:id',
      access: 'administrator',
      summary: 'Remove an API token; it stops working',
      answer: '204',
      handle: async ({ params }) => {
        await apiTokens.remove(params.id)
        return noContent()
      },
    }),
  ]
}
