import { contactEndpoints } from '@patchbay/shared/api'
import { defineRoute, type Route } from '../../kit/route.ts'
import { pageRequest } from '../../services/page.ts'
import type { RouteServices } from '../services.ts'
import { ownerOf } from './working-copies.ts'

/** The people on the other side, and what is known of them. */
export function contactRoutes({ contacts }: RouteServices): readonly Route[] {
  return [
    defineRoute(contactEndpoints.list, {
      access: 'agent',
      handle: ({ query }) => contacts.list(query, pageRequest(query)),
    }),
    defineRoute(contactEndpoints.create, {
      access: 'agent',
      handle: ({ body, principal }) => contacts.create(body, ownerOf(principal())),
    }),
    defineRoute(contactEndpoints.get, { access: 'agent', handle: ({ params }) => contacts.get(params.id) }),
    defineRoute(contactEndpoints.change, {
      access: 'agent',
      handle: ({ params, body, principal }) => contacts.change(params.id, body, ownerOf(principal())),
    }),
    ...fieldRoutes(contacts.fields),
  ]
}

function fieldRoutes(fields: RouteServices['contacts']['fields']): readonly Route[] {
  return [
    defineRoute(contactEndpoints.fields, { access: 'agent', handle: async () => ({ items: await fields.all() }) }),
    defineRoute(contactEndpoints.addField, { access: 'administrator', handle: ({ body }) => fields.add(body) }),
    defineRoute(contactEndpoints.changeField, {
      access: 'administrator',
      handle: ({ params, body }) => fields.rename(params.key, body.label),
    }),
    defineRoute(contactEndpoints.removeField, {
      access: 'administrator',
      handle: ({ params }) => fields.remove(params.key),
    }),
  ]
}
