import { createContext, type ReactNode, useContext } from 'react'
import { useStore } from 'zustand'
import type { EditorStore } from './store/create-editor-store.ts'
import type { EditorState } from './store/editor-state.ts'

const EditorContext = createContext<EditorStore | null>(null)

export function EditorProvider({ store, children }: { readonly store: EditorStore; readonly children: ReactNode }) {
  return <EditorContext.Provider value={store}>{children}</EditorContext.Provider>
}

/** The store of the flow being edited, for commands and event handlers. */
export function useEditorStore(): EditorStore {
  const store = useContext(EditorContext)
  if (!store) throw new Error('This component must be drawn inside the editor of a flow.')
  return store
}

/** A value derived from the editor's state; the component is drawn again only when the value changes. */
export function useEditor<Value>(selector: (state: EditorState) => Value): Value {
  return useStore(useEditorStore(), selector)
}
