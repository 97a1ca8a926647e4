import { Portal } from '@mantine/core'
import { useSyncExternalStore } from 'react'
import { commonTexts } from './texts/common.ts'
import { ToastCard } from './toast-card.tsx'
import classes from './toasts.module.css'

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

interface ShownToast {
  readonly look: ToastLook
  readonly toast: Toast
  readonly id: string
  /** Never used again, so that a toast in the place of an earlier one is read out and stays its whole time. */
  readonly key: number
  readonly since: number
}

/** More wait until one of these is closed. */
const MOST_SHOWN = 4

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

let shown: readonly ShownToast[] = []
let lastKey = 0
const listeners = new Set<() => void>()

function show(look: ToastLook, toast: Toast): void {
  const id = toast.id ?? `${look}:${toast.title}`
  lastKey += 1
  put([...shown.filter((other) => other.id !== id), { look, toast, id, key: lastKey, since: Date.now() }])
}

/** What an action says just before it leads to another page is news there, too. One that failed leads nowhere. */
const JUST_NOW_MS = 300

/** Called when another page is shown: notices of the one before go. */
export function leaveToasts(): void {
  const latest = Date.now() - JUST_NOW_MS
  const staying = shown.filter(({ look, since }) => look !== 'bad' && since >= latest)
  if (staying.length < shown.length) put(staying)
}

/** Called when a test starts: what went well before it covers no part of the board that lights up. */
export function leaveGoodNews(): void {
  if (shown.some(({ look }) => look === 'ok')) put(shown.filter(({ look }) => look !== 'ok'))
}

function close(key: number): void {
  put(shown.filter((other) => other.key !== key))
}

function put(next: readonly ShownToast[]): void {
  shown = next
  for (const listener of listeners) listener()
}

/** Where toasts appear; stands once in the app. Comes with the first page: a server that is away is one of its topics. */
export function ToastHost() {
  const all = useSyncExternalStore(subscribe, () => shown)
  return (
    <Portal>
      <div className={classes.stack}>
        {all.slice(0, MOST_SHOWN).map(({ key, look, toast }) => (
          <ToastCard key={key} look={look} toast={toast} onClose={() => close(key)} />
        ))}
      </div>
    </Portal>
  )
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
