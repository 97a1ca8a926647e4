import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { call } from '../api/client.ts'
import { keys } from '../api/keys.ts'
import { sessionId } from '../editing/working-copy/identity.ts'

/** The server forgets a page of which it hears nothing for 20 s. */
const SAY_EVERY_MS = 8_000

export interface ColleaguesHere {
  readonly reading: readonly string[]
  readonly writing: readonly string[]
}

/** Says that this page has the conversation open, and whether an answer is begun; answers which colleagues have. */
export function useColleagues(id: string, isWriting: boolean): ColleaguesHere {
  const client = useQueryClient()
  const queryKey = keys.conversationPresence(id)
  const { data } = useQuery({
    queryKey,
    queryFn: () =>
      call('PUT /api/conversations/:id/presence/:session', {
        params: { id, session: sessionId },
        body: { isWriting, isHidden: document.visibilityState === 'hidden' },
      }),
    staleTime: 0,
    gcTime: 0,
    refetchInterval: SAY_EVERY_MS,
    refetchIntervalInBackground: true,
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: said anew when it changes.
  useEffect(() => {
    void client.invalidateQueries({ queryKey: keys.conversationPresence(id) })
  }, [client, id, isWriting])
  useEffect(() => {
    const leave = () => {
      const params = { id, session: sessionId }
      void call('DELETE /api/conversations/:id/presence/:session', { params }).catch(() => undefined)
    }
    window.addEventListener('pagehide', leave)
    return () => {
      window.removeEventListener('pagehide', leave)
      leave()
    }
  }, [id])
  return peopleOf(data?.items ?? [])
}

/** Each name once, however many pages it has open. */
function peopleOf(
  pages: readonly { readonly name: string; readonly isWriting: boolean; readonly isSelf: boolean }[],
): ColleaguesHere {
  const others = pages.filter(({ isSelf }) => !isSelf)
  const writing = new Set(others.filter((page) => page.isWriting).map(({ name }) => name))
  const reading = new Set(others.map(({ name }) => name).filter((name) => !writing.has(name)))
  return { reading: [...reading], writing: [...writing] }
}
