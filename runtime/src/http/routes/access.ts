import { tokenEndpoints, userEndpoints } from '@patchbay/shared/api'
import { defineRoute, type Route } from '../../kit/route.ts'
import { pageRequest } from '../../services/page.ts'
import { baseUrlOf } from '../base-url.ts'
import type { RouteServices } from '../services.ts'

/** Users and API tokens of this installation. */
export function accessRoutes({ users, passwords, apiTokens, publicUrl }: RouteServices): readonly Route[] {
  return [
    defineRoute(userEndpoints.list, {
      access: 'administrator',
      handle: ({ query }) => users.list(pageRequest(query)),
    }),
    defineRoute(userEndpoints.create, {
      access: 'administrator',
      handle: ({ body }) => users.create(body),
    }),
    defineRoute(userEndpoints.change, {
      access: 'administrator',
      handle: async ({ params, body }) => {
        const user = await users.changeRole(params.id, body.role)
        apiTokens.forget()
        return user
      },
    }),
    defineRoute(userEndpoints.resetPassword, {
      access: 'administrator',
      handle: async ({ params, context }) => {
        const { token, expiresAt } = await passwords.createReset(params.id)
        // Behind the #, so that it gets into no log of a server and no Referer.
        const url = `${baseUrlOf(context, publicUrl)}/new-password#${token}`
        return { url, expiresAt: expiresAt.toISOString() }
      },
    }),
    defineRoute(userEndpoints.remove, {
      access: 'administrator',
      handle: async ({ params }) => {
        await users.remove(params.id)
        apiTokens.forget()
      },
    }),
    defineRoute(tokenEndpoints.list, {
      access: 'administrator',
      handle: ({ query }) => apiTokens.list(pageRequest(query)),
    }),
    defineRoute(tokenEndpoints.create, {
      access: 'administrator',
      handle: ({ body, principal }) => apiTokens.create(body, principal().name),
    }),
    defineRoute(tokenEndpoints.remove, {
      access: 'administrator',
      handle: ({ params }) => apiTokens.remove(params.id),
    }),
  ]
}
