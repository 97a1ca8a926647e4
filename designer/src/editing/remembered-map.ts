import type { EditorStore } from './store/create-editor-store.ts'

const KEY = 'patchbay.map'

/** Whether the map was open at the end of the last visit. Off at first. */
export function readMapOpen(): boolean {
  try {
    return window.localStorage.getItem(KEY) === 'open'
  } catch {
    return false
  }
}

/** Remembers it from now on. Returns how to stop. */
export function rememberMapOpen(store: EditorStore): () => void {
  return store.subscribe(({ mapOpen }, previous) => {
    if (mapOpen === previous.mapOpen) return
    try {
      window.localStorage.setItem(KEY, mapOpen ? 'open' : 'closed')
    } catch {
      // Nothing to remember where the browser keeps nothing.
    }
  })
}
