import { contactEndpoints, contactFieldEndpoints, contactLimits } from '@patchbay/shared/api'
import { defineRoute, type Route } from '../../kit/route.ts'
import { streamText } from '../../kit/stream-text.ts'
import { CSV_TYPE, streamed } from '../../kit/streamed.ts'
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
    defineRoute(contactEndpoints.count, {
      access: 'agent',
      handle: async ({ query }) => ({ count: await contacts.count(query) }),
    }),
    defineRoute(contactEndpoints.import, {
      access: 'administrator',
      handle: async ({ query: { check, columns }, principal, context }) =>
        contacts.import({
          csv: streamText(context, contactLimits.importBytes),
          check: check === 'true',
          ...(columns === undefined ? {} : { columns: columns.split(',') }),
          author: ownerOf(principal()),
        }),
    }),
    defineRoute(contactEndpoints.export, {
      access: 'administrator',
      handle: async () => streamed(await contacts.csv(), { type: CSV_TYPE, fileName: 'contacts.csv' }),
    }),
    defineRoute(contactEndpoints.get, { access: 'agent', handle: ({ params }) => contacts.get(params.id) }),
    defineRoute(contactEndpoints.change, {
      access: 'agent',
      handle: ({ params, body, principal }) => contacts.change(params.id, body, ownerOf(principal())),
    }),
    defineRoute(contactEndpoints.history, {
      access: 'agent',
      handle: ({ params, query }) => contacts.history(params.id, { ...pageRequest(query), kind: query.kind }),
    }),
    defineRoute(contactEndpoints.merge, {
      access: 'agent',
      handle: ({ params, body, principal }) => contacts.merge(params.id, body, ownerOf(principal())),
    }),
    defineRoute(contactEndpoints.erasure, {
      access: 'administrator',
      handle: ({ params }) => contacts.erasure(params.id),
    }),
    defineRoute(contactEndpoints.erase, {
      access: 'administrator',
      handle: ({ params, principal }) => contacts.erase(params.id, ownerOf(principal())),
    }),
    ...fieldRoutes(contacts.fields),
  ]
}

function fieldRoutes(fields: RouteServices['contacts']['fields']): readonly Route[] {
  return [
    defineRoute(contactFieldEndpoints.fields, { access: 'agent', handle: async () => ({ items: await fields.all() }) }),
    defineRoute(contactFieldEndpoints.addField, { access: 'administrator', handle: ({ body }) => fields.add(body) }),
    defineRoute(contactFieldEndpoints.changeField, {
      access: 'administrator',
      handle: ({ params, body }) => fields.rename(params.key, body.label),
    }),
    defineRoute(contactFieldEndpoints.removeField, {
      access: 'administrator',
      handle: ({ params }) => fields.remove(params.key),
    }),
  ]
}
