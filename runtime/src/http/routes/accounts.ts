import { accountEndpoints, mayReach } from '@patchbay/shared/api'
import type { AccountCall } from '../../kit/account.ts'
import type { AppContext, Principal } from '../../kit/app-env.ts'
import { defineRoute, type Route } from '../../kit/route.ts'
import { pageOf, pageRequest } from '../../services/page.ts'
import { baseUrlOf } from '../base-url.ts'
import type { RouteServices } from '../services.ts'

/** Integration accounts. Editors list and choose them; administrators create, change and delete them. */
export function accountRoutes({
  accounts,
  addressImport,
  callbackLog,
  publicUrl,
  stopping,
}: RouteServices): readonly Route[] {
  const base = (context: AppContext) => baseUrlOf(context, publicUrl)
  const readerOf = (context: AppContext, principal: Principal) => ({
    baseUrl: base(context),
    isAdministrator: mayReach(principal.roles, 'administrator'),
  })
  const callOf = (context: AppContext): AccountCall => ({
    baseUrl: base(context),
    signal: AbortSignal.any([context.req.raw.signal, stopping]),
  })
  return [
    defineRoute(accountEndpoints.types, {
      access: 'viewer',
      handle: ({ query }) => pageOf(accounts.types(), pageRequest(query)),
    }),
    defineRoute(accountEndpoints.list, {
      access: 'viewer',
      handle: ({ query: { type, ...page }, principal, context }) =>
        accounts.list(type, pageRequest(page), readerOf(context, principal())),
    }),
    defineRoute(accountEndpoints.create, {
      access: 'administrator',
      handle: ({ body, principal, context }) => accounts.create(body, principal().name, callOf(context)),
    }),
    defineRoute(accountEndpoints.get, {
      access: 'viewer',
      handle: ({ params, principal, context }) => accounts.get(params.id, readerOf(context, principal())),
    }),
    defineRoute(accountEndpoints.change, {
      access: 'administrator',
      handle: ({ params, body, principal, context }) =>
        accounts.change(params.id, body, principal().name, callOf(context)),
    }),
    defineRoute(accountEndpoints.remove, {
      access: 'administrator',
      handle: ({ params }) => accounts.remove(params.id),
    }),
    defineRoute(accountEndpoints.test, {
      access: 'editor',
      handle: ({ params, context }) => accounts.test(params.id, callOf(context)),
    }),
    defineRoute(accountEndpoints.setWebhook, {
      access: 'administrator',
      handle: ({ params, context }) => accounts.setWebhook(params.id, callOf(context)),
    }),
    defineRoute(accountEndpoints.events, {
      access: 'editor',
      handle: async ({ params, principal, context }) => {
        await accounts.get(params.id, readerOf(context, principal()))
        return callbackLog.of(params.id)
      },
    }),
    defineRoute(accountEndpoints.offeredAddresses, {
      access: 'administrator',
      // All at once, because the service is asked anew each time.
      handle: async ({ params, context }) => ({
        items: await addressImport.offered(params.id, callOf(context)),
        next: null,
      }),
    }),
    defineRoute(accountEndpoints.importAddresses, {
      access: 'administrator',
      handle: async ({ params, body }) => ({ items: await addressImport.add(params.id, body.addresses), next: null }),
    }),
    defineRoute(accountEndpoints.status, {
      access: 'viewer',
      handle: ({ params, context }) => accounts.status(params.id, callOf(context)),
    }),
  ]
}
