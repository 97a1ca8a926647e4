import { lazy, Suspense, useSyncExternalStore } from 'react'
import { commonTexts } from './texts/common.ts'

export interface Toast {
  readonly title: string
  /** One line under the title. */
  readonly message?: string
  /** At most one, such as Show. */
  readonly action?: { readonly label: string; readonly onClick: () => void }
  /** A later toast of the same id replaces the earlier one. */
  readonly id?: string
}

export type ToastLook = 'ok' | 'warn' | 'bad'

/** Bottom right, 5 seconds; failures stay until they are closed. */
export const toasts = {
  success: (toast: Toast) => show('ok', toast),
  warning: (toast: Toast) => show('warn', toast),
  failure: (toast: Toast) => show('bad', toast),
  /** A failure in the words of the error: what happened, then what to do. */
  error: (title: string, thrown: unknown) => show('bad', { title, message: messageOf(thrown) }),
}

/** The sentence of whatever was thrown. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error && thrown.message !== '' ? thrown.message : commonTexts.offline
}

let isNeeded = false
const listeners = new Set<() => void>()
// Nothing says anything before somebody does something, so the script comes with the first toast.
const load = () => import('./toast-stack.tsx')
const ToastStack = lazy(async () => ({ default: (await load()).ToastStack }))

function show(look: ToastLook, toast: Toast): void {
  isNeeded = true
  for (const listener of listeners) listener()
  // When the script cannot be loaded the toast is lost, but what it tells has happened all the same.
  void load().then(
    ({ showToast }) => showToast(look, toast),
    () => undefined,
  )
}

/** Where toasts appear; stands once in the app. */
export function ToastHost() {
  const isShown = useSyncExternalStore(subscribe, () => isNeeded)
  if (!isShown) return null
  return (
    <Suspense fallback={null}>
      <ToastStack />
    </Suspense>
  )
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
