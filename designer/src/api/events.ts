import type { LiveEvent } from '@patchbay/shared/api'
import type { QueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useSyncExternalStore } from 'react'
import { keys } from './keys.ts'
import { readAgain } from './read-again.ts'
import { joinSharedStream } from './shared-stream.ts'

type Listener = (event: LiveEvent) => void

const listeners = new Set<Listener>()
const stateListeners = new Set<() => void>()
let isOpen = false

/**
 * Keeps queries true to the live events of the server for as long as the page is shown. After a gap everything that
 * may have changed meanwhile is asked for again. Returns the function that ends it.
 */
export function connectEvents(client: QueryClient): () => void {
  const refresh = createRefresher(client)
  let wasOpen = false
  const leave = joinSharedStream({
    onOpen(next) {
      if (next && !isOpen && wasOpen) void readAgain(client, [])
      wasOpen ||= next
      setOpen(next)
    },
    onEvent(event) {
      refresh(event)
      for (const listener of listeners) listener(event)
    },
  })
  return () => {
    leave()
    setOpen(false)
  }
}

/** Calls `listener` for every live event while the component is shown. */
export function useLiveEvents(listener: Listener): void {
  const latest = useRef(listener)
  useEffect(() => {
    latest.current = listener
  })
  useEffect(() => subscribe((event) => latest.current(event)), [])
}

/** As `useLiveEvents`, outside React. Returns the function that stops it. */
function subscribe(listener: Listener): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Whether events arrive now. */
export function useIsLive(): boolean {
  return useSyncExternalStore(
    (notify) => {
      stateListeners.add(notify)
      return () => stateListeners.delete(notify)
    },
    () => isOpen,
  )
}

function setOpen(value: boolean): void {
  if (isOpen === value) return
  isOpen = value
  for (const listener of stateListeners) listener()
}

/** Turns events into invalidations, at most one per key in 300 ms: a busy runtime must not flood the page. */
function createRefresher(client: QueryClient): Listener {
  const due = new Map<string, readonly unknown[]>()
  let timer: ReturnType<typeof setTimeout> | null = null
  const flush = () => {
    timer = null
    const all = [...due.values()]
    due.clear()
    for (const queryKey of all) void readAgain(client, queryKey)
  }
  return (event) => {
    for (const key of affected(event)) due.set(JSON.stringify(key), key)
    if (timer === null) timer = setTimeout(flush, 300)
  }
}

/** Which queries an event makes stale. */
export function affected(event: LiveEvent): readonly (readonly unknown[])[] {
  switch (event.type) {
    case 'run':
      return [keys.runLists, keys.run(event.runId), keys.flowList]
    case 'step-started':
    case 'step':
      return [keys.run(event.runId)]
    case 'flow':
      return [keys.flowList, keys.flow(event.flowId)]
    case 'presence':
      return [keys.presence(event.flowId)]
    case 'catalog':
      // Imported integrations bring account types and pictures with their blocks.
      return [keys.catalog, keys.accountTypes, keys.integrations]
    case 'conversation-presence':
      return [keys.conversationPresence(event.conversationId)]
    case 'conversation':
      return [keys.conversationCounts]
    case 'message':
      return [keys.messages, keys.conversationCounts]
  }
}
