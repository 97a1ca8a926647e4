import { type QueryKey, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'

/** The server forgets a page of which it hears nothing for 18 s. */
const SAY_EVERY_MS = 8_000

interface PresenceOptions<Page> {
  /** What is open: another key is another place. Live events invalidate it when somebody comes, goes or begins. */
  readonly queryKey: QueryKey
  /** Whether the person changes something there, which is said at once when it changes. */
  readonly isBusy: boolean
  /** Says that this page is here. Returns all pages that are. */
  readonly enter: (
    here: { readonly isHidden: boolean },
    signal: AbortSignal,
  ) => Promise<{ readonly items: readonly Page[] }>
  /** Says that this page goes, as its last request. */
  readonly leave: () => Promise<unknown>
}

/** Says that this page has something open, and returns the pages of other people that have. */
export function usePresence<Page extends { readonly isSelf: boolean }>(
  options: PresenceOptions<Page>,
): readonly Page[] {
  const { queryKey, isBusy, enter, leave } = options
  const client = useQueryClient()
  const place = JSON.stringify(queryKey)
  const { data } = useQuery({
    queryKey,
    queryFn: ({ signal }) => enter({ isHidden: document.visibilityState === 'hidden' }, signal),
    staleTime: 0,
    gcTime: 0,
    refetchInterval: SAY_EVERY_MS,
    refetchIntervalInBackground: true,
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: said anew when it changes.
  useEffect(() => {
    void client.invalidateQueries({ queryKey })
  }, [client, place, isBusy])
  // biome-ignore lint/correctness/useExhaustiveDependencies: `leave` and the key are the same while the place is.
  useEffect(() => {
    let isGone = false
    const go = () => {
      isGone = true
      // The server would take a page that says it is here after it has gone for one that came back.
      void client.cancelQueries({ queryKey })
      void leave().catch(() => undefined)
    }
    const say = () => {
      // A page that closes is hidden after it has said that it goes.
      if (!isGone) void client.invalidateQueries({ queryKey })
    }
    const comeBack = () => {
      isGone = false
      say()
    }
    window.addEventListener('pagehide', go)
    window.addEventListener('pageshow', comeBack)
    document.addEventListener('visibilitychange', say)
    return () => {
      window.removeEventListener('pagehide', go)
      window.removeEventListener('pageshow', comeBack)
      document.removeEventListener('visibilitychange', say)
      go()
    }
  }, [client, place])
  return (data?.items ?? []).filter(({ isSelf }) => !isSelf)
}
