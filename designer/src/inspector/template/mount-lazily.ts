import type { RefObject } from 'react'
import type { TemplateEditor, TemplateEditorOptions } from './editor-contract.ts'
import { mountPreview } from './template-preview.ts'

type EditorModule = typeof import('./template-editor.ts')

let loading: Promise<EditorModule> | null = null
let loaded: EditorModule | null = null

/** CodeMirror is 66 kB: it is asked for once, when a pointer or the focus comes to a template field. */
function load(): Promise<EditorModule> {
  loading ??= import('./template-editor.ts').then((module) => {
    loaded = module
    return module
  })
  return loading
}

/**
 * Draws the field into its host and leaves it in `editor`. Until CodeMirror is there, a preview stands in that
 * shows the same pills and loses nothing typed meanwhile. Returns how to take the field down.
 */
export function mountLazily(editor: RefObject<TemplateEditor | null>, options: TemplateEditorOptions): () => void {
  if (loaded) {
    editor.current = loaded.mountTemplateEditor(options)
    return () => editor.current?.destroy()
  }
  let isGone = false
  const swap = async () => {
    const { mountTemplateEditor } = await load()
    if (isGone || editor.current !== preview) return
    const last = preview.last()
    preview.destroy()
    const mounted = mountTemplateEditor({ ...options, ...last })
    editor.current = mounted
    if (last.hadFocus) mounted.focus()
  }
  const preview = mountPreview({ ...options, onWanted: () => void swap() })
  editor.current = preview
  return () => {
    isGone = true
    editor.current?.destroy()
    editor.current = null
  }
}
