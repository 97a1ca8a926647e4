import { ownTokenEndpoints, tokenEndpoints, userEndpoints } from '@patchbay/shared/api'
import { AppError } from '@patchbay/shared/errors'
import type { Principal } from '../../kit/app-env.ts'
import { type BodyRule, defineRoute, type Route } from '../../kit/route.ts'
import { pageRequest } from '../../services/page.ts'
import { baseUrlOf } from '../base-url.ts'
import { requirePerson } from '../require-person.ts'
import type { RouteServices } from '../services.ts'

/** Scripts of before send one `role`. */
const withRoles: BodyRule = {
  prepare: (body) => {
    if (typeof body !== 'object' || body === null || !('role' in body) || 'roles' in body) return body
    const { role, ...others } = body
    return { ...others, roles: [role] }
  },
}

/** Users and API tokens of this installation. */
export function accessRoutes({ users, passwords, apiTokens, publicUrl }: RouteServices): readonly Route[] {
  return [
    defineRoute(userEndpoints.list, {
      access: 'administrator',
      handle: ({ query }) => users.list(pageRequest(query)),
    }),
    defineRoute(userEndpoints.create, {
      access: 'administrator',
      body: withRoles,
      handle: ({ body }) => users.create(body),
    }),
    defineRoute(userEndpoints.change, {
      access: 'administrator',
      body: withRoles,
      handle: ({ params, body }) => users.changeRoles(params.id, body.roles),
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
      handle: ({ params }) => users.remove(params.id),
    }),
    defineRoute(tokenEndpoints.list, {
      access: 'administrator',
      handle: ({ query }) => apiTokens.list(pageRequest(query)),
    }),
    defineRoute(tokenEndpoints.create, {
      access: 'administrator',
      body: withRoles,
      handle: ({ body, principal }) => {
        refuseUser(principal())
        return apiTokens.create(body, principal().name)
      },
    }),
    defineRoute(tokenEndpoints.rename, {
      access: 'administrator',
      handle: ({ params, body }) => apiTokens.rename(params.id, body.name),
    }),
    defineRoute(tokenEndpoints.remove, {
      access: 'administrator',
      handle: ({ params }) => apiTokens.remove(params.id),
    }),
    ...ownTokenRoutes(apiTokens),
  ]
}

/** Only people who have signed in: a token that was stolen must not make others, which outlive it. */
function ownTokenRoutes(apiTokens: RouteServices['apiTokens']): readonly Route[] {
  return [
    defineRoute(ownTokenEndpoints.list, {
      access: 'api-user',
      handle: ({ query, principal }) => apiTokens.listOwn(pageRequest(query), requirePerson(principal()).id),
    }),
    defineRoute(ownTokenEndpoints.create, {
      access: 'api-user',
      handle: ({ body, principal }) => apiTokens.createOwn(body, requirePerson(principal())),
    }),
    defineRoute(ownTokenEndpoints.rename, {
      access: 'api-user',
      handle: ({ params, body, principal }) => apiTokens.rename(params.id, body.name, requirePerson(principal()).id),
    }),
    defineRoute(ownTokenEndpoints.remove, {
      access: 'api-user',
      handle: ({ params, principal }) => apiTokens.remove(params.id, requirePerson(principal()).id),
    }),
  ]
}

/** @throws AppError BAD_REQUEST for a caller whose tokens belong to a user */
function refuseUser({ kind, userId }: Principal): void {
  if (kind !== 'user' && userId === undefined) return
  throw new AppError(
    'BAD_REQUEST',
    'Tokens belong to their users. Make yours on your account page, or at /api/session/tokens.',
  )
}
