import { useDebouncedValue } from '@mantine/hooks'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { useLocation, useSearchParams } from 'wouter'
import { call } from '../api/client.ts'
import { keys } from '../api/keys.ts'
import { useSession } from '../api/queries.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { IconInbox } from '../ui/icons.ts'
import { LoadError } from '../ui/load-error.tsx'
import { usePageTitle } from '../ui/page.tsx'
import { SEARCH_PAUSE_MS } from '../ui/search-pause.ts'
import { inboxTexts as texts } from '../ui/texts/inbox.ts'
import { ConversationList } from './conversation-list.tsx'
import { ConversationPane } from './conversation-pane.tsx'
import classes from './inbox.module.css'
import { useConversationList, useInboxConversation } from './inbox-queries.ts'
import { inboxHref, type ListFilter, readFilter } from './list-filter.ts'
import { updateOne, useLiveInbox } from './use-live-inbox.ts'

/** Where people answer: the conversations, the one that is open, and its contact. */
export function InboxPage({ conversationId }: { readonly conversationId: string | null }) {
  usePageTitle(texts.title)
  const [params] = useSearchParams()
  const [, navigate] = useLocation()
  const [search, setSearch] = useState('')
  const filter = readFilter(params)
  const [typed] = useDebouncedValue(search, SEARCH_PAUSE_MS)
  const asked = askedSearch(typed)
  const move = useMove(filter, asked, conversationId)
  useLiveInbox()
  return (
    <main className={classes.inbox} id="content" tabIndex={-1} data-open={conversationId !== null || undefined}>
      <ConversationList
        filter={filter}
        onFilter={(next) => navigate(inboxHref(next, conversationId))}
        search={search}
        onSearch={setSearch}
        asked={asked}
        openId={conversationId}
      />
      {conversationId === null ? (
        <section className={classes.none}>
          <EmptyState icon={IconInbox} title={texts.choose} text={texts.chooseText} />
        </section>
      ) : (
        <Opened key={conversationId} id={conversationId} listHref={inboxHref(filter)} onMove={move} />
      )}
    </main>
  )
}

/** What is searched for; nothing before the second letter. */
function askedSearch(search: string): string {
  return search.trim().length < 2 ? '' : search.trim()
}

/** Opens the next or former conversation of the list. */
function useMove(filter: ListFilter, asked: string, openId: string | null) {
  const [, navigate] = useLocation()
  const ids = (useConversationList(filter, asked).data?.pages ?? []).flatMap(({ items }) => items.map(({ id }) => id))
  return (by: 1 | -1) => {
    const at = openId === null ? -1 : ids.indexOf(openId)
    const next = ids[at < 0 ? 0 : Math.min(Math.max(at + by, 0), ids.length - 1)]
    if (next !== undefined && next !== openId) navigate(inboxHref(filter, next))
  }
}

interface OpenedProps {
  readonly id: string
  readonly listHref: string
  readonly onMove: (by: 1 | -1) => void
}

function Opened({ id, listHref, onMove }: OpenedProps) {
  const query = useInboxConversation(id)
  useReading(id, (query.data?.unread ?? 0) > 0 || query.data?.isMentioned === true)
  if (query.error !== null && query.data === undefined) {
    return (
      <section className={classes.none}>
        <LoadError error={query.error} onRetry={() => void query.refetch()} />
      </section>
    )
  }
  if (query.data === undefined) return <section className={classes.none} />
  return <ConversationPane conversation={query.data} listHref={listHref} onMove={onMove} />
}

/** Whoever sees a conversation has read it, as long as the page is in front. */
function useReading(id: string, isNew: boolean): void {
  const client = useQueryClient()
  const me = useSession().data?.user.id ?? ''
  const isUnderWay = useRef(false)
  useEffect(() => {
    if (!isNew || isUnderWay.current || document.visibilityState !== 'visible') return
    isUnderWay.current = true
    call('POST /api/conversations/:id/read', { params: { id } })
      .then(() => {
        void client.invalidateQueries({ queryKey: keys.conversationCounts })
        return updateOne(client, id, me)
      })
      // It is read once more with the next message.
      .catch(() => undefined)
      .finally(() => {
        isUnderWay.current = false
      })
  }, [id, isNew, client, me])
}
