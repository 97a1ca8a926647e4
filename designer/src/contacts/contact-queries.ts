import type { ContactHistoryKind } from '@patchbay/shared/api'
import {
  infiniteQueryOptions,
  keepPreviousData,
  type QueryClient,
  queryOptions,
  useInfiniteQuery,
  useQuery,
} from '@tanstack/react-query'
import { call } from '../api/client.ts'
import { keys } from '../api/keys.ts'

/** What a list of contacts is narrowed to; an empty text means all. */
export interface ContactsAsked {
  readonly search: string
  readonly channel: string
  readonly consent: '' | 'in' | 'out'
  /** A code such as `pt`, which stands for those of all regions. */
  readonly language: string
  /** ISO time. */
  readonly since: string
}

const key = (...parts: readonly unknown[]) => [...keys.contacts, ...parts]

function queryOf({ search, channel, consent, language, since }: ContactsAsked) {
  return { search: search.trim(), channel, language, since, ...(consent === '' ? {} : { consent }) }
}

const queries = {
  list: (asked: ContactsAsked) =>
    infiniteQueryOptions({
      queryKey: key('list', asked),
      queryFn: ({ signal, pageParam: after }) =>
        call('GET /api/contacts', { signal, query: { ...queryOf(asked), after, limit: '50' } }),
      initialPageParam: '',
      getNextPageParam: (page) => page.next,
      placeholderData: keepPreviousData,
    }),
  count: (asked: ContactsAsked) =>
    queryOptions({
      queryKey: key('count', asked),
      queryFn: async ({ signal }) => (await call('GET /api/contacts/count', { signal, query: queryOf(asked) })).count,
      placeholderData: keepPreviousData,
    }),
  contact: (id: string) =>
    queryOptions({
      queryKey: key('one', id),
      queryFn: ({ signal }) => call('GET /api/contacts/:id', { signal, params: { id } }),
    }),
  history: (id: string, kind: ContactHistoryKind | 'all') =>
    infiniteQueryOptions({
      queryKey: key('one', id, 'history', kind),
      queryFn: ({ signal, pageParam: after }) =>
        call('GET /api/contacts/:id/history', {
          signal,
          params: { id },
          query: { after, limit: '30', ...(kind === 'all' ? {} : { kind }) },
        }),
      initialPageParam: '',
      getNextPageParam: (page) => page.next,
      placeholderData: keepPreviousData,
    }),
  erasure: (id: string) =>
    queryOptions({
      queryKey: key('erasure', id),
      queryFn: ({ signal }) => call('GET /api/contacts/:id/erasure', { signal, params: { id } }),
      gcTime: 0,
    }),
  fields: () =>
    queryOptions({
      queryKey: key('fields'),
      queryFn: async ({ signal }) => (await call('GET /api/contact-fields', { signal })).items,
      staleTime: 60_000,
    }),
}

export const useContacts = (asked: ContactsAsked) => useInfiniteQuery(queries.list(asked))
export const useContactCount = (asked: ContactsAsked) => useQuery(queries.count(asked))
export const useContact = (id: string) => useQuery(queries.contact(id))
export const useContactHistory = (id: string, kind: ContactHistoryKind | 'all') =>
  useInfiniteQuery(queries.history(id, kind))
export const useErasure = (id: string) => useQuery(queries.erasure(id))
export const useContactFields = () => useQuery(queries.fields())

/** After a change: the inbox shows names of contacts, too. */
export async function readContactsAgain(client: QueryClient): Promise<void> {
  await Promise.all([
    client.invalidateQueries({ queryKey: keys.contacts }),
    client.invalidateQueries({ queryKey: keys.conversations }),
  ])
}
