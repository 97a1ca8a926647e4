import { keepPreviousData, queryOptions, useQuery, useQueryClient } from '@tanstack/react-query'
import { call } from '../api/client.ts'
import { keys } from '../api/keys.ts'
import { interactionTexts as texts } from '../ui/texts/interactions.ts'
import { toasts } from '../ui/toasts.tsx'
import { useContact } from './contact-queries.ts'

/** As long as the server keeps an answer. */
const STALE_MS = 5 * 60_000

export const useInteractionSources = (contactId: string) =>
  useQuery({
    queryKey: keys.interactionSources(contactId),
    queryFn: async ({ signal }) =>
      (await call('GET /api/contacts/:id/interactions', { signal, params: { id: contactId } })).items,
  })

/**
 * What happened with a contact in the service of an account. It is asked for again when the contact is changed, but nobody
 * who changes the contact waits for it: a service may take its time.
 */
export function useInteractions(contactId: string, accountId: string) {
  const client = useQueryClient()
  const contact = useContact(contactId)
  const updatedAt = contact.data?.updatedAt
  const params = { id: contactId, accountId }
  const options = (fresh: 'true' | 'false') =>
    queryOptions({
      queryKey: keys.interactions(contactId, accountId, updatedAt ?? ''),
      queryFn: ({ signal }) =>
        call('GET /api/contacts/:id/interactions/:accountId', { signal, params, query: { fresh } }),
      staleTime: STALE_MS,
    })
  const query = useQuery({
    ...options('false'),
    enabled: updatedAt !== undefined,
    placeholderData: keepPreviousData,
  })
  /** Asks the service, whatever the server knows. What goes wrong stands in the query, unless it has an older answer. */
  const askService = async () => {
    const { queryKey } = options('true')
    try {
      await client.fetchQuery({ ...options('true'), staleTime: 0 })
    } catch (thrown) {
      if (client.getQueryData(queryKey) !== undefined) toasts.error(texts.notRefreshed, thrown)
    }
  }
  const isContactMissing = updatedAt === undefined
  return {
    data: query.data,
    error: query.error ?? (isContactMissing ? contact.error : null),
    isFetching: query.isFetching || (isContactMissing && contact.isFetching),
    askAgain: () => void (isContactMissing ? contact.refetch() : askService()),
  }
}
