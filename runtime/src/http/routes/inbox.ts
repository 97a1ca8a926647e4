import { agentEndpoints, conversationEndpoints } from '@patchbay/shared/api'
import { defineRoute, type Route } from '../../kit/route.ts'
import { pageRequest } from '../../services/page.ts'
import { requirePerson } from '../require-person.ts'
import type { RouteServices } from '../services.ts'
import { ownerOf } from './working-copies.ts'

/** Where people answer. */
export function inboxRoutes({ inbox }: RouteServices): readonly Route[] {
  const { conversations, threads, answers, topics } = inbox
  return [
    defineRoute(conversationEndpoints.list, {
      access: 'agent',
      handle: ({ query, principal }) => conversations.list(query, pageRequest(query), ownerOf(principal())),
    }),
    defineRoute(conversationEndpoints.search, {
      access: 'agent',
      handle: ({ query, principal }) => conversations.search(query.text, ownerOf(principal())),
    }),
    defineRoute(conversationEndpoints.counts, {
      access: 'agent',
      handle: ({ principal }) => conversations.counts(ownerOf(principal())),
    }),
    defineRoute(conversationEndpoints.get, {
      access: 'agent',
      handle: ({ params, principal }) => conversations.get(params.id, ownerOf(principal())),
    }),
    defineRoute(conversationEndpoints.thread, {
      access: 'agent',
      handle: ({ params, query, principal }) => threads.items(params.id, pageRequest(query), ownerOf(principal())),
    }),
    defineRoute(conversationEndpoints.answer, {
      access: 'agent',
      handle: ({ params, body, principal }) => answers.send(params.id, body, ownerOf(principal())),
    }),
    defineRoute(conversationEndpoints.note, {
      access: 'agent',
      handle: ({ params, body, principal }) => threads.note(params.id, body, ownerOf(principal())),
    }),
    defineRoute(conversationEndpoints.take, {
      access: 'agent',
      handle: ({ params, principal }) => conversations.take(params.id, ownerOf(principal())),
    }),
    defineRoute(conversationEndpoints.assign, {
      access: 'agent',
      handle: ({ params, body, principal }) => conversations.assign(params.id, body, ownerOf(principal())),
    }),
    defineRoute(conversationEndpoints.handBack, {
      access: 'agent',
      handle: ({ params, principal }) => conversations.handBack(params.id, ownerOf(principal())),
    }),
    defineRoute(conversationEndpoints.snooze, {
      access: 'agent',
      handle: ({ params, body, principal }) => conversations.snooze(params.id, body, ownerOf(principal())),
    }),
    defineRoute(conversationEndpoints.close, {
      access: 'agent',
      handle: ({ params, principal }) => conversations.close(params.id, ownerOf(principal())),
    }),
    defineRoute(conversationEndpoints.reopen, {
      access: 'agent',
      handle: ({ params, principal }) => conversations.reopen(params.id, ownerOf(principal())),
    }),
    defineRoute(conversationEndpoints.read, {
      access: 'agent',
      handle: ({ params, principal }) => conversations.read(params.id, ownerOf(principal())),
    }),
    defineRoute(conversationEndpoints.setTopics, {
      access: 'agent',
      handle: async ({ params, body, principal }) => {
        const reader = ownerOf(principal())
        await topics.set(params.id, body.topics, reader)
        return conversations.get(params.id, reader)
      },
    }),
    defineRoute(agentEndpoints.agents, {
      access: 'agent',
      handle: async () => ({ items: await conversations.agents() }),
    }),
    defineRoute(agentEndpoints.status, {
      access: 'agent',
      handle: ({ principal }) => inbox.agentStatuses.of(requirePerson(principal()).id),
    }),
    defineRoute(agentEndpoints.changeStatus, {
      access: 'agent',
      handle: ({ principal, body }) => inbox.agentStatuses.change(requirePerson(principal()).id, body),
    }),
    defineRoute(conversationEndpoints.topics, {
      access: 'agent',
      handle: async () => ({ items: await topics.list() }),
    }),
    defineRoute(conversationEndpoints.addTopic, { access: 'editor', handle: ({ body }) => topics.add(body) }),
    defineRoute(conversationEndpoints.changeTopic, {
      access: 'editor',
      handle: ({ params, body }) => topics.change(params.id, body),
    }),
    defineRoute(conversationEndpoints.removeTopic, {
      access: 'editor',
      handle: ({ params }) => topics.remove(params.id),
    }),
  ]
}
