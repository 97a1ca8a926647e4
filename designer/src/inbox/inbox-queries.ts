import type { ConversationView } from '@patchbay/shared/api'
import { infiniteQueryOptions, keepPreviousData, queryOptions, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { call } from '../api/client.ts'
import { keys } from '../api/keys.ts'

const key = (...parts: readonly unknown[]) => [...keys.conversations, ...parts]

/** What the inbox reads. Every event of a conversation makes it read again what is in sight. */
export const inboxQueries = {
  list: (view: ConversationView, search: string) =>
    infiniteQueryOptions({
      queryKey: key('list', view, search),
      queryFn: async ({ signal, pageParam: after }) => {
        if (search === '') return call('GET /api/conversations', { signal, query: { view, after, limit: '50' } })
        const { items } = await call('GET /api/conversations/search', { signal, query: { text: search } })
        return { items, next: null }
      },
      initialPageParam: '',
      getNextPageParam: (page) => page.next,
      placeholderData: keepPreviousData,
    }),
  conversation: (id: string) =>
    queryOptions({
      queryKey: key('one', id),
      queryFn: ({ signal }) => call('GET /api/conversations/:id', { signal, params: { id } }),
    }),
  thread: (id: string) =>
    infiniteQueryOptions({
      queryKey: key('thread', id),
      queryFn: ({ signal, pageParam: after }) =>
        call('GET /api/conversations/:id/items', { signal, params: { id }, query: { after, limit: '50' } }),
      initialPageParam: '',
      getNextPageParam: (page) => page.next,
    }),
  past: (contact: string) =>
    queryOptions({
      queryKey: key('past', contact),
      queryFn: async ({ signal }) => {
        const [open, closed] = await Promise.all(
          (['open', 'closed'] as const).map((view) =>
            call('GET /api/conversations', { signal, query: { view, contact, limit: '20' } }),
          ),
        )
        return [...(open?.items ?? []), ...(closed?.items ?? [])]
      },
    }),
  agents: () =>
    queryOptions({
      queryKey: key('agents'),
      queryFn: async ({ signal }) => (await call('GET /api/agents', { signal })).items,
    }),
  topics: () =>
    queryOptions({
      queryKey: key('topics'),
      queryFn: async ({ signal }) => (await call('GET /api/topics', { signal })).items,
    }),
}

export const useConversationList = (view: ConversationView, search: string) =>
  useInfiniteQuery(inboxQueries.list(view, search))
export const useInboxConversation = (id: string) => useQuery(inboxQueries.conversation(id))
export const useThread = (id: string) => useInfiniteQuery(inboxQueries.thread(id))
export const usePastConversations = (contact: string) => useQuery(inboxQueries.past(contact))
export const useAgents = () => useQuery(inboxQueries.agents())
export const useTopics = () => useQuery(inboxQueries.topics())
