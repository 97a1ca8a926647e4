import type { ConversationResource } from '@patchbay/shared/api'
import { useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import { call } from '../api/client.ts'
import { keys } from '../api/keys.ts'
import { useSession } from '../api/queries.ts'
import { inboxTexts } from '../ui/texts/inbox.ts'
import { toasts } from '../ui/toasts.tsx'
import { inboxQueries } from './inbox-queries.ts'
import { showChanged } from './use-live-inbox.ts'

export type ConversationActs = ReturnType<typeof useConversationActs>

/** What one can do with a conversation. Each shows the answer of the server at once, or why it was not done. */
export function useConversationActs(id: string) {
  const client = useQueryClient()
  const me = useSession().data?.user.id ?? ''
  return useMemo(() => {
    const params = { id }
    const act = async (work: () => Promise<ConversationResource>) => {
      try {
        showChanged(client, await work(), me)
        void client.invalidateQueries({ queryKey: keys.conversationCounts })
        void client.invalidateQueries({ queryKey: inboxQueries.thread(id).queryKey })
        return true
      } catch (thrown) {
        toasts.error(inboxTexts.notDone, thrown)
        return false
      }
    }
    return {
      take: () => act(() => call('POST /api/conversations/:id/take', { params })),
      assign: (to: string | null) => act(() => call('POST /api/conversations/:id/assign', { params, body: { to } })),
      handBack: () => act(() => call('POST /api/conversations/:id/hand-back', { params })),
      snooze: (until: string | null) =>
        act(() => call('POST /api/conversations/:id/snooze', { params, body: { until } })),
      close: () => act(() => call('POST /api/conversations/:id/close', { params })),
      reopen: () => act(() => call('POST /api/conversations/:id/reopen', { params })),
      setTopics: (topics: string[]) =>
        act(() => call('PUT /api/conversations/:id/topics', { params, body: { topics } })),
    }
  }, [client, id, me])
}
