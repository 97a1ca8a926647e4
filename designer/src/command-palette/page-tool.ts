import { useSyncExternalStore } from 'react'

/** What can be opened on every page where no flow is open. */
export type PageTool = 'palette' | 'keys'

// Opened by keys and by buttons of the page, and shown by the frame around it.
let open: PageTool | null = null
const listeners = new Set<() => void>()

export function openPageTool(tool: PageTool | null): void {
  open = tool
  for (const listener of listeners) listener()
}

export function usePageTool(): PageTool | null {
  return useSyncExternalStore(subscribe, () => open)
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
