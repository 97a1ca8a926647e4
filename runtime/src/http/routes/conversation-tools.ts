import { conversationToolEndpoints } from '@patchbay/shared/api'
import { defineRoute, type Route } from '../../kit/route.ts'
import type { RouteServices } from '../services.ts'
import { ownerOf } from './working-copies.ts'

/** What helps people to answer: who else is here, templates, and flows. */
export function conversationToolRoutes(services: RouteServices): readonly Route[] {
  const { inbox, conversationTools, conversationPresences } = services
  return [
    defineRoute(conversationToolEndpoints.enter, {
      access: 'agent',
      handle: async ({ params, body: { isWriting, ...here }, principal }) => {
        const caller = principal()
        const visitor = { owner: ownerOf(caller), name: caller.name, mayEdit: true }
        const page = { ...here, isEditing: isWriting }
        const present = await conversationPresences.enter(params.id, params.session, visitor, page)
        return { items: present.map(({ isEditing, ...colleague }) => ({ ...colleague, isWriting: isEditing })) }
      },
    }),
    defineRoute(conversationToolEndpoints.leave, {
      access: 'agent',
      handle: ({ params, principal }) => conversationPresences.leave(params.id, params.session, ownerOf(principal())),
    }),
    defineRoute(conversationToolEndpoints.addresses, {
      access: 'agent',
      handle: async () => ({ items: await inbox.conversations.addresses() }),
    }),
    defineRoute(conversationToolEndpoints.templates, {
      access: 'agent',
      handle: async ({ params, context }) => ({
        items: await conversationTools.templates(params.id, context.req.raw.signal),
      }),
    }),
    defineRoute(conversationToolEndpoints.flows, {
      access: 'agent',
      handle: async ({ params }) => ({ items: await conversationTools.flows(params.id) }),
    }),
    defineRoute(conversationToolEndpoints.startFlow, {
      access: 'agent',
      handle: ({ params, body, principal }) => conversationTools.startFlow(params.id, body, ownerOf(principal())),
    }),
  ]
}
