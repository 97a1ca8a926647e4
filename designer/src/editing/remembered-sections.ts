import type { EditorStore } from './store/create-editor-store.ts'

const KEY = 'patchbay.open-sections'

/** Which sections of the panel were open, by node type, as the last visit left them. */
export function readOpenSections(): Readonly<Record<string, readonly string[]>> {
  try {
    const value: unknown = JSON.parse(window.localStorage.getItem(KEY) ?? '{}')
    if (typeof value !== 'object' || value === null) return {}
    return Object.fromEntries(
      Object.entries(value).flatMap(([type, sections]) =>
        Array.isArray(sections) && sections.every((section) => typeof section === 'string') ? [[type, sections]] : [],
      ),
    )
  } catch {
    return {}
  }
}

/** Remembers them from now on. Returns how to stop. */
export function rememberOpenSections(store: EditorStore): () => void {
  return store.subscribe(({ openSections }, previous) => {
    if (openSections === previous.openSections) return
    try {
      window.localStorage.setItem(KEY, JSON.stringify(openSections))
    } catch {
      // Nothing to remember where the browser keeps nothing.
    }
  })
}
