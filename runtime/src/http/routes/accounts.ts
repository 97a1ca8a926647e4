import { AccountsQuerySchema, ChangeAccountSchema, CreateAccountSchema, PageQuerySchema } from '@patchbay/shared/api'
import type { AccountCall } from '../../accounts/accounts.ts'
import { pageOf, pageRequest } from '../../services/page.ts'
import type { AppContext } from '../app-env.ts'
import { baseUrlOf } from '../base-url.ts'
import { json, noContent } from '../responses.ts'
import { defineRoute, type Route } from '../route.ts'
import type { RouteServices } from '../services.ts'

/** Integration accounts. Editors see and choose them; administrators keep them. */
export function accountRoutes({ accounts, publicUrl, stopping }: RouteServices): readonly Route[] {
  const base = (context: AppContext) => baseUrlOf(context, publicUrl)
  const callOf = (context: AppContext): AccountCall => ({
    baseUrl: base(context),
    signal: AbortSignal.any([context.req.raw.signal, stopping]),
  })
  return [
    defineRoute({
      method: 'GET',
      path: '/api/account-types',
      access: 'viewer',
      summary: 'Types of integration accounts with the schema of their properties',
      answer: '200 a page of types',
      query: PageQuerySchema,
      handle: ({ query }) => json(pageOf(accounts.types, pageRequest(query))),
    }),
    defineRoute({
      method: 'GET',
      path: '/api/accounts',
      access: 'viewer',
      summary: 'Integration accounts, in order of creation',
      answer: '200 a page of accounts without their secrets',
      query: AccountsQuerySchema,
      handle: async ({ query: { type, ...page }, context }) =>
        json(await accounts.list(type, pageRequest(page), base(context))),
    }),
    defineRoute({
      method: 'POST',
      path: '/api/accounts',
      access: 'administrator',
      summary: 'Create an account; generated secrets are shown this once',
      answer: '201 the account with { secrets }',
      body: { schema: CreateAccountSchema },
      handle: async ({ body, principal, context }) =>
        json(await accounts.create(body, principal().name, base(context)), 201),
    }),
    defineRoute({
      method: 'GET',
      path: '/api/accounts/:id',
      access: 'viewer',
      summary: 'One account; a secret that is set reads as a reference',
      answer: '200 the account',
      handle: async ({ params, context }) => json(await accounts.get(params.id, base(context))),
    }),
    defineRoute({
      method: 'PUT',
      path: '/api/accounts/:id',
      access: 'administrator',
      summary: 'Change an account; secrets that are left out stay',
      answer: '200 the account with { secrets }',
      body: { schema: ChangeAccountSchema },
      handle: async ({ params, body, principal, context }) =>
        json(await accounts.change(params.id, body, principal().name, base(context))),
    }),
    defineRoute({
      method: 'DELETE',
      path: '/api/accounts/:id',
      access: 'administrator',
      summary: 'Remove an account that no live flow uses',
      answer: '204',
      handle: async ({ params }) => {
        await accounts.remove(params.id)
        return noContent()
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/api/accounts/:id/test',
      access: 'editor',
      summary: 'Test Connection',
      answer: '200 { ok, message, checks }',
      handle: async ({ params, context }) => json(await accounts.test(params.id, callOf(context))),
    }),
    defineRoute({
      method: 'POST',
      path: '/api/accounts/:id/webhook',
      access: 'administrator',
      summary: 'Set Webhook: tell the other service where to send its events',
      answer: '200 { ok, message, checks }',
      handle: async ({ params, context }) => json(await accounts.setWebhook(params.id, callOf(context))),
    }),
    defineRoute({
      method: 'GET',
      path: '/api/accounts/:id/status',
      access: 'viewer',
      summary: 'How the account does: facts and tables',
      answer: '200 { facts, tables }',
      handle: async ({ params, context }) => json(await accounts.status(params.id, callOf(context))),
    }),
  ]
}
