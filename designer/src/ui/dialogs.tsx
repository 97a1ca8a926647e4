import { type ReactNode, useSyncExternalStore } from 'react'
import { loadedLater } from './loaded-later.tsx'

/** A dialog opened by a command rather than by a component of its own. */
export interface DialogRequest {
  readonly title: string
  /** Width in pixels. */
  readonly size: number
  /** Without it the dialog is left by its buttons and Esc alone. */
  readonly withCloseButton?: boolean
  /** Default: yes. */
  readonly closeOnClickOutside?: boolean
  readonly content: (close: () => void) => ReactNode
}

interface OpenDialog extends DialogRequest {
  readonly id: number
  readonly isOpen: boolean
}

// One at a time: the next one replaces it.
let current: OpenDialog | null = null
const listeners = new Set<() => void>()

export function openDialog(request: DialogRequest): void {
  put({ ...request, id: (current?.id ?? 0) + 1, isOpen: true })
}

function put(dialog: OpenDialog): void {
  current = dialog
  for (const listener of listeners) listener()
}

// Dialogs are rare and large, so their script comes with the first one.
const DialogWindow = loadedLater(async () => (await import('./dialog-window.tsx')).DialogWindow)

/** Where `openDialog` shows its dialogs; stands once in the app. */
export function DialogHost() {
  const dialog = useSyncExternalStore(subscribe, () => current)
  if (dialog === null) return null
  // A dialog that closes stays mounted while it fades. One that the next has replaced must not close that.
  const close = () => {
    if (current?.id === dialog.id) put({ ...dialog, isOpen: false })
  }
  return <DialogWindow key={dialog.id} request={dialog} isOpen={dialog.isOpen} onClose={close} onFailed={close} />
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
