import type { RefObject } from 'react'
import type { TemplateEditor, TemplateEditorOptions } from './editor-contract.ts'
import { mountPreview } from './template-preview.ts'

type Mount = typeof import('./template-editor.ts')['mountTemplateEditor']

let loading: Promise<Mount> | null = null
let loaded: Mount | null = null

/**
 * CodeMirror is 66 kB: it is asked for once, when a pointer or the focus comes to a template field. A script that could
 * not be had is asked for again the next time.
 */
function load(): Promise<Mount> {
  loading ??= import('./template-editor.ts').then(
    ({ mountTemplateEditor }) => {
      loaded = mountTemplateEditor
      return mountTemplateEditor
    },
    (thrown: unknown) => {
      loading = null
      throw thrown
    },
  )
  return loading
}

/**
 * Draws the field into its host and leaves it in `editor`. Until CodeMirror is there, a preview stands in that
 * shows the same pills and loses nothing typed meanwhile. Returns how to take the field down.
 */
export function mountLazily(editor: RefObject<TemplateEditor | null>, options: TemplateEditorOptions): () => void {
  if (loaded && !options.isReadOnly) {
    editor.current = loaded(options)
    return () => editor.current?.destroy()
  }
  let isGone = false
  const swap = async () => {
    if (options.isReadOnly) return
    // The preview takes typing as well, and asks again.
    const mount = await load().catch(() => null)
    if (mount === null || isGone || editor.current !== preview) return
    const last = preview.last()
    if (last.isComposing) return
    preview.destroy()
    const mounted = mount({ ...options, ...last })
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
