import { useQuery } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'
import { call } from './client.ts'
import { useIsLive } from './events.ts'
import { keys } from './keys.ts'
import { ApiProblem } from './problem.ts'

const ASK_AGAIN_MS = 3_000

/**
 * Whether the server is out of reach. Asked only while no live events arrive, or the browser says that there is no
 * network: a proxy that lets no stream through is no reason to say that nothing can be saved.
 */
export function useIsAway(): boolean {
  const isLive = useIsLive()
  const isOnline = useSyncExternalStore(listenToNetwork, () => navigator.onLine)
  const isDoubtful = !isLive || !isOnline
  const reach = useQuery({
    queryKey: keys.reach,
    queryFn: async () => {
      const thrown = await call('GET /api/session').then(
        () => null,
        (reason: unknown) => reason,
      )
      return !(thrown instanceof ApiProblem && isNoAnswer(thrown.status))
    },
    enabled: isDoubtful,
    // React Query would not ask at all while the browser says that it is offline.
    networkMode: 'always',
    refetchInterval: ASK_AGAIN_MS,
    staleTime: 0,
    gcTime: 0,
    retry: false,
  })
  return isDoubtful && reach.data === false
}

/** None at all, or that of a proxy in front of a server that is not there. */
function isNoAnswer(status: number): boolean {
  return status === 0 || (status >= 502 && status <= 504)
}

function listenToNetwork(notify: () => void): () => void {
  window.addEventListener('online', notify)
  window.addEventListener('offline', notify)
  return () => {
    window.removeEventListener('online', notify)
    window.removeEventListener('offline', notify)
  }
}
