import type { AccountAgentState } from '@patchbay/shared/api'
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { call } from '../api/client.ts'
import { keys } from '../api/keys.ts'
import { pauseMs } from './synchronization-pause.ts'

/** How the synchronizations of an account stand; none where its service offers none. Read again while the page is in sight. */
export const useSynchronizations = (accountId: string, { enabled }: { readonly enabled: boolean }) =>
  useQuery({
    enabled,
    queryKey: keys.synchronizations(accountId),
    queryFn: async ({ signal }) =>
      (await call('GET /api/accounts/:id/synchronizations', { signal, params: { id: accountId } })).items,
    refetchInterval: ({ state }) => pauseMs(state),
  })

/** Which agents are listed, and after which synchronization. */
export interface AgentsAsked {
  readonly state: AccountAgentState
  readonly readAt: string | null
}

export const useAccountAgents = (accountId: string, { state, readAt }: AgentsAsked) =>
  useInfiniteQuery({
    queryKey: [...keys.accountAgents(accountId), state, readAt],
    queryFn: ({ signal, pageParam: after }) =>
      call('GET /api/accounts/:id/agents', { signal, params: { id: accountId }, query: { state, after, limit: '20' } }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  })
