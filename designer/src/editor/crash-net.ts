import { emptyFlow, type Flow, withoutTypedSecrets } from '@patchbay/shared/flow'
import type { EditorStore } from './store/create-editor-store.ts'
import { isDirty } from './store/editor-state.ts'

// A net for a page that closes with unsaved changes: one copy per flow in the browser's storage.

interface Kept {
  readonly revision: number
  readonly document: Flow
}

type NetStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

const keyOf = (flowId: string) => `patchbay.working-copy.${flowId}`
const WRITE_MS = 1_000

/** Writes the working copy a second after the last change while anything is unsaved. Returns how to stop. */
export function keepWorkingCopy(store: EditorStore, storage: NetStorage = window.localStorage): () => void {
  let timer: ReturnType<typeof setTimeout> | null = null
  const write = () => {
    timer = null
    const state = store.getState()
    if (isDirty(state)) {
      const kept: Kept = {
        revision: state.revision,
        document: withoutTypedSecrets(state.document, state.savedDocument, state.definitions),
      }
      putItem(storage, keyOf(state.flowId), JSON.stringify(kept))
    } else storage.removeItem(keyOf(state.flowId))
  }
  const unsubscribe = store.subscribe((state, previous) => {
    if (state.document === previous.document && state.savedDocument === previous.savedDocument) return
    timer ??= setTimeout(write, WRITE_MS)
  })
  return () => {
    unsubscribe()
    if (timer === null) return
    clearTimeout(timer)
    write()
  }
}

/** The copy of an earlier visit, if it belongs to the revision the server still holds. */
export function keptWorkingCopy(
  flowId: string,
  revision: number,
  storage: NetStorage = window.localStorage,
): Flow | null {
  const text = storage.getItem(keyOf(flowId))
  if (text === null) return null
  const kept = parseKept(text)
  if (kept?.revision === revision) return kept.document
  storage.removeItem(keyOf(flowId))
  return null
}

export function dropWorkingCopy(flowId: string, storage: NetStorage = window.localStorage): void {
  storage.removeItem(keyOf(flowId))
}

function parseKept(text: string): Kept | null {
  try {
    const kept: unknown = JSON.parse(text)
    if (typeof kept !== 'object' || kept === null || !('revision' in kept) || !('document' in kept)) return null
    const { revision, document } = kept
    return typeof revision === 'number' && isFlow(document) ? { revision, document } : null
  } catch {
    return null
  }
}

/** A rough look: the server checks the document again at save. */
function isFlow(value: unknown): value is Flow {
  if (typeof value !== 'object' || value === null) return false
  return Object.keys(emptyFlow('', 'UTC')).every((name) => Object.hasOwn(value, name))
}

/** A full or forbidden storage must never disturb the editing itself. */
function putItem(storage: NetStorage, key: string, text: string): void {
  try {
    storage.setItem(key, text)
  } catch {
    storage.removeItem(key)
  }
}
