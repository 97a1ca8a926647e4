import { createContext, type ReactNode, useContext } from 'react'
import { useStore } from 'zustand'
import type { EditorServices } from './editor-services.ts'
import type { EditorStore } from './store/create-editor-store.ts'
import type { EditorState } from './store/editor-state.ts'

const EditorContext = createContext<EditorServices | null>(null)

interface EditorProviderProps {
  readonly services: EditorServices
  readonly children: ReactNode
}

export function EditorProvider({ services, children }: EditorProviderProps) {
  return <EditorContext.Provider value={services}>{children}</EditorContext.Provider>
}

/** Store, server and board of the flow being edited, for commands and event handlers. */
export function useEditorServices(): EditorServices {
  const services = useContext(EditorContext)
  if (!services) throw new Error('This component must be drawn inside the editor of a flow.')
  return services
}

export function useEditorStore(): EditorStore {
  return useEditorServices().store
}

/** A value derived from the editor's state; the component is drawn again only when the value changes. */
export function useEditor<Value>(selector: (state: EditorState) => Value): Value {
  return useStore(useEditorStore(), selector)
}
