import type { AccountAgentState, Synchronization } from '@patchbay/shared/api'
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { call } from '../api/client.ts'
import { keys } from '../api/keys.ts'
import { serverNow } from '../ui/clock.ts'

const BUSY_MS = 1_000
const CALM_MS = 15_000

/** How the synchronizations of an account stand; none where its service offers none. Read again while the page is in sight. */
export const useSynchronizations = (accountId: string, { enabled }: { readonly enabled: boolean }) =>
  useQuery({
    enabled,
    queryKey: keys.synchronizations(accountId),
    queryFn: async ({ signal }) =>
      (await call('GET /api/accounts/:id/synchronizations', { signal, params: { id: accountId } })).items,
    refetchInterval: ({ state }) => pauseMs(state.data ?? []),
  })

function pauseMs(all: readonly Synchronization[]): number | false {
  if (all.some((one) => isBusy(one))) return BUSY_MS
  return all.some(({ isOn }) => isOn) && CALM_MS
}

/** A call is under way, or about to be made. */
export function isBusy({ state, dueAt }: Synchronization): boolean {
  return state !== 'off' && dueAt !== null && Date.parse(dueAt) <= serverNow()
}

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
