import { call } from '../api/client.ts'
import { keys } from '../api/keys.ts'
import { sessionId } from '../editing/working-copy/identity.ts'
import { usePresence } from '../editing/working-copy/use-presence.ts'

export interface ColleaguesHere {
  readonly reading: readonly string[]
  readonly writing: readonly string[]
}

/** Says that this page has the conversation open, and whether an answer is begun; answers which colleagues have. */
export function useColleagues(id: string, isWriting: boolean): ColleaguesHere {
  const params = { id, session: sessionId }
  const pages = usePresence({
    queryKey: keys.conversationPresence(id),
    isBusy: isWriting,
    enter: (here, signal) =>
      call('PUT /api/conversations/:id/presence/:session', { params, body: { ...here, isWriting }, signal }),
    leave: () => call('DELETE /api/conversations/:id/presence/:session', { params, isLast: true }),
  })
  return peopleOf(pages)
}

/** Each name once, however many pages it has open. */
function peopleOf(pages: readonly { readonly name: string; readonly isWriting: boolean }[]): ColleaguesHere {
  const writing = new Set(pages.filter((page) => page.isWriting).map(({ name }) => name))
  const reading = new Set(pages.map(({ name }) => name).filter((name) => !writing.has(name)))
  return { reading: [...reading], writing: [...writing] }
}
