import { useEffect } from 'react'
import { editorTexts } from '../ui/texts/editor.ts'
import { useEditorStore } from './editor-context.tsx'
import { isDirty } from './store/editor-state.ts'

/** Asks before a reload, a closed tab or a link leaves unsaved changes behind. */
export function useLeaveGuard(): void {
  const store = useEditorStore()
  useEffect(() => {
    const beforeUnload = (event: BeforeUnloadEvent) => {
      if (isDirty(store.getState())) event.preventDefault()
    }
    const beforeLink = (event: MouseEvent) => {
      const link = event.target instanceof Element ? event.target.closest('a[href]') : null
      if (!link || event.ctrlKey || event.metaKey || link.getAttribute('target') === '_blank') return
      if (!isDirty(store.getState()) || window.confirm(editorTexts.leave)) return
      event.preventDefault()
      event.stopPropagation()
    }
    window.addEventListener('beforeunload', beforeUnload)
    // Before React's own listeners, which would navigate.
    document.addEventListener('click', beforeLink, { capture: true })
    return () => {
      window.removeEventListener('beforeunload', beforeUnload)
      document.removeEventListener('click', beforeLink, { capture: true })
    }
  }, [store])
}
