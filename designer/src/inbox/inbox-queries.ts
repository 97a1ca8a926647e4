import type { ConversationResource, Page } from '@patchbay/shared/api'
import { infiniteQueryOptions, keepPreviousData, queryOptions, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { call } from '../api/client.ts'
import { keys } from '../api/keys.ts'
import type { ListFilter } from './list-filter.ts'

const key = (...parts: readonly unknown[]) => [...keys.conversations, ...parts]

/** The last part of the key of a list: what was asked for. */
export interface AskedListKey {
  readonly filter: ListFilter
  readonly search: string
}

export function isListKey(value: unknown): value is AskedListKey {
  return typeof value === 'object' && value !== null && 'filter' in value && 'search' in value
}

/** A page of the list. A search says which words it has found. */
export interface ListPage extends Page<ConversationResource> {
  readonly words?: Readonly<Record<string, string>>
  readonly isCut?: boolean
}

/** What the inbox reads. `use-live-inbox.ts` keeps it true. */
export const inboxQueries = {
  lists: () => key('list'),
  list: (filter: ListFilter, search: string) =>
    infiniteQueryOptions({
      queryKey: key('list', { filter, search } satisfies AskedListKey),
      queryFn: async ({ signal, pageParam: after }): Promise<ListPage> => {
        if (search === '') return call('GET /api/conversations', { signal, query: { ...filter, after, limit: '50' } })
        const found = await call('GET /api/conversations/search', { signal, query: { text: search } })
        return { ...found, next: null }
      },
      initialPageParam: '',
      getNextPageParam: (page) => page.next,
      placeholderData: keepPreviousData,
    }),
  ones: () => key('one'),
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
  templates: (id: string) =>
    queryOptions({
      queryKey: key('templates', id),
      queryFn: async ({ signal }) =>
        (await call('GET /api/conversations/:id/templates', { signal, params: { id } })).items,
    }),
  flows: (id: string) =>
    queryOptions({
      queryKey: key('flows', id),
      queryFn: async ({ signal }) => (await call('GET /api/conversations/:id/flows', { signal, params: { id } })).items,
    }),
  addresses: () =>
    queryOptions({
      queryKey: key('addresses'),
      queryFn: async ({ signal }) => (await call('GET /api/conversations/addresses', { signal })).items,
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
  savedReplies: () =>
    queryOptions({
      queryKey: keys.savedReplies,
      queryFn: async ({ signal }) => (await call('GET /api/saved-replies', { signal })).items,
    }),
}

export const useConversationList = (filter: ListFilter, search: string) =>
  useInfiniteQuery(inboxQueries.list(filter, search))
export const useInboxConversation = (id: string) => useQuery(inboxQueries.conversation(id))
export const useThread = (id: string) => useInfiniteQuery(inboxQueries.thread(id))
export const usePastConversations = (contact: string) => useQuery(inboxQueries.past(contact))
export const useAgents = () => useQuery(inboxQueries.agents())
export const useTopics = () => useQuery(inboxQueries.topics())
export const useSavedReplies = () => useQuery(inboxQueries.savedReplies())
