import type { ConversationResource, LiveEvent, Page } from '@patchbay/shared/api'
import { type InfiniteData, type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { call } from '../api/client.ts'
import { useLiveEvents } from '../api/events.ts'
import { keys } from '../api/keys.ts'
import { useSession } from '../api/queries.ts'
import { readAgain } from '../api/read-again.ts'
import { type AskedListKey, inboxQueries, isListKey } from './inbox-queries.ts'
import { placeInList } from './place-in-list.ts'

/** Events that come together are answered together. */
const GATHER_MS = 250
/** So many conversations at once are read as a list again. */
const MOST_ONE_BY_ONE = 10

/**
 * Keeps the open inbox true to the live events: of a conversation that changed only itself is read again, and put where
 * it belongs in the lists. While the inbox is not open, what was read of it grows old.
 */
export function useLiveInbox(): void {
  const client = useQueryClient()
  const me = useSession().data?.user.id ?? ''
  const due = useRef(new Set<string>())
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null)
  useLiveEvents((event) => {
    const id = changedBy(event, client)
    if (id === undefined) return
    due.current.add(id)
    timer.current ??= setTimeout(() => {
      timer.current = null
      const ids = [...due.current]
      due.current.clear()
      void update(client, ids, me)
    }, GATHER_MS)
  })
  useEffect(
    () => () => {
      if (timer.current !== null) clearTimeout(timer.current)
      void client.invalidateQueries({ queryKey: keys.conversations, refetchType: 'none' })
    },
    [client],
  )
}

const UNKNOWN = 'unknown'

/** The id of the conversation that an event is about; `unknown` for a message of one that is in no list. */
function changedBy(event: LiveEvent, client: QueryClient): string | undefined {
  if (event.type === 'conversation') return event.conversationId
  if (event.type !== 'message') return undefined
  const isIts = ({ channel, address, contact, status }: ConversationResource) =>
    status !== 'closed' && channel === event.channel && address === event.address && contact.value === event.contact
  const listed = listsOf(client).flatMap(({ data }) => data.pages.flatMap(({ items }) => items))
  return [...onesOf(client), ...listed].find(isIts)?.id ?? UNKNOWN
}

async function update(client: QueryClient, ids: readonly string[], me: string): Promise<void> {
  if (ids.includes(UNKNOWN) || ids.length > MOST_ONE_BY_ONE) {
    await readAgain(client, inboxQueries.lists())
    for (const id of ids) void readAgain(client, inboxQueries.conversation(id).queryKey)
  } else await Promise.all(ids.map((id) => updateOne(client, id, me)))
  for (const id of ids) void readAgain(client, inboxQueries.thread(id).queryKey)
}

/** Reads a conversation and puts it into everything that shows it. */
export async function updateOne(client: QueryClient, id: string, me: string): Promise<void> {
  try {
    showChanged(client, await call('GET /api/conversations/:id', { params: { id } }), me)
  } catch {
    // It is gone, or the server is away: then everything is read again once it is back.
    void readAgain(client, inboxQueries.lists())
  }
}

/** Shows a conversation as it is now in every list, and where it is open. */
export function showChanged(client: QueryClient, conversation: ConversationResource, me: string): void {
  const { id } = conversation
  client.setQueryData(inboxQueries.conversation(id).queryKey, conversation)
  for (const { queryKey, asked, data } of listsOf(client)) {
    const pages = placeInList(data.pages, conversation, { ...asked, me })
    if (pages !== data.pages) client.setQueryData(queryKey, { ...data, pages: [...pages] })
  }
  showInPast(client, conversation)
}

/** Only what may stand elsewhere now, or is new there, is read again. */
function showInPast(client: QueryClient, conversation: ConversationResource): void {
  const { id, status, contact } = conversation
  const { queryKey } = inboxQueries.past(contact.id)
  const past = client.getQueryData(queryKey) ?? []
  if (past.some((one) => one.id === id && one.status === status)) {
    client.setQueryData(
      queryKey,
      past.map((one) => (one.id === id ? conversation : one)),
    )
  } else void client.invalidateQueries({ queryKey })
}

interface CachedList {
  readonly queryKey: readonly unknown[]
  readonly asked: AskedListKey
  readonly data: InfiniteData<Page<ConversationResource>>
}

function listsOf(client: QueryClient): readonly CachedList[] {
  return client
    .getQueriesData<InfiniteData<Page<ConversationResource>>>({ queryKey: inboxQueries.lists() })
    .flatMap(([queryKey, data]) => {
      const asked = queryKey.at(-1)
      return data !== undefined && isListKey(asked) ? [{ queryKey, asked, data }] : []
    })
}

function onesOf(client: QueryClient): readonly ConversationResource[] {
  const cached = client.getQueriesData<ConversationResource>({ queryKey: inboxQueries.ones() })
  return cached.flatMap(([, data]) => data ?? [])
}
