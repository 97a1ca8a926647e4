import { eventDetailEndpoints as endpoints } from '@patchbay/shared/api'
import { defineRoute, type Route, reply } from '../../kit/route.ts'
import { JSON_LINES_TYPE, streamed } from '../../kit/streamed.ts'
import type { RouteServices } from '../services.ts'

/** What the ids in events stand for. */
export function eventDetailRoutes({ inbox: { details }, eventLines }: RouteServices): readonly Route[] {
  return [
    defineRoute(endpoints.events, {
      access: 'api-user',
      handle: ({ query }) => streamed(eventLines.read(query), { type: JSON_LINES_TYPE }),
    }),
    defineRoute(endpoints.conversation, {
      access: 'api-user',
      handle: ({ params }) => details.conversation(params.id),
    }),
    defineRoute(endpoints.items, {
      access: 'api-user',
      handle: async ({ params }) => {
        const { items, isCut } = await details.items(params.id)
        return reply(items, { headers: { 'gladly-limited-data': String(isCut) } })
      },
    }),
    defineRoute(endpoints.note, { access: 'api-user', handle: ({ params }) => details.note(params.id, params.noteId) }),
    defineRoute(endpoints.item, { access: 'api-user', handle: ({ params }) => details.item(params.itemId) }),
    defineRoute(endpoints.customer, {
      access: 'api-user',
      handle: async ({ params }) => {
        const id = await details.mergedInto(params.id)
        if (id === undefined) return details.customer(params.id)
        return reply({ id }, { status: 301, headers: { location: `/api/v1/customer-profiles/${id}` } })
      },
    }),
    defineRoute(endpoints.agent, { access: 'api-user', handle: ({ params }) => details.agent(params.id) }),
  ]
}
