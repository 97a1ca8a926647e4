import { useEffect } from 'react'
import { canPaste, pasteText, selectionAsText } from '../editing/clipboard.ts'
import { useEditorServices } from '../editing/editor-context.tsx'
import type { EditorServices } from '../editing/editor-services.ts'
import { removeSelected } from './clipboard-commands.ts'

/**
 * Ctrl C, Ctrl X and Ctrl V on the board, by the browser's clipboard events: they need no permission. Fields, and
 * text that somebody marked, keep the keys to themselves.
 */
export function useClipboard(): void {
  const services = useEditorServices()
  useEffect(() => {
    const onCopy = (event: ClipboardEvent) => copyOrCut(event, services)
    const onPaste = (event: ClipboardEvent) => {
      if (!isForBoard(event)) return
      event.preventDefault()
      pasteText(services, event.clipboardData?.getData('text/plain') ?? '')
    }
    document.addEventListener('copy', onCopy)
    document.addEventListener('cut', onCopy)
    document.addEventListener('paste', onPaste)
    return () => {
      document.removeEventListener('copy', onCopy)
      document.removeEventListener('cut', onCopy)
      document.removeEventListener('paste', onPaste)
    }
  }, [services])
}

function copyOrCut(event: ClipboardEvent, { store }: EditorServices): void {
  const state = store.getState()
  const text = selectionAsText(state)
  if (text === null || !isForBoard(event) || document.getSelection()?.isCollapsed === false) return
  event.preventDefault()
  event.clipboardData?.setData('text/plain', text)
  if (event.type === 'cut' && canPaste(state)) removeSelected(state)
}

function isForBoard({ target }: ClipboardEvent): boolean {
  if (document.querySelector('[role="dialog"][aria-modal="true"]')) return false
  if (!(target instanceof HTMLElement)) return true
  return !target.isContentEditable && !target.closest('input, textarea, select, [contenteditable="true"]')
}
