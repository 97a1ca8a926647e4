import type { StateCreator } from 'zustand/vanilla'
import type { EditorDependencies, EditorState, HistoryEntry, HistorySlice } from './editor-state.ts'

/** Merging edits further apart than this are separate steps. */
export const BURST_MS = 1_200
/** Steps kept; the oldest go first. */
const MAX_STEPS = 500

/** Undo and redo over whole documents, which share all parts that an edit left alone. */
export function createHistorySlice({
  now = Date.now,
  canEdit = true,
}: EditorDependencies): StateCreator<EditorState, [], [], HistorySlice> {
  let burst: { readonly key: string; readonly at: number } | null = null
  return (set, get) => ({
    canEdit,
    past: [],
    future: [],
    apply: (edit, { policy = 'record', mergeKey, select } = {}) => {
      if (!get().canEdit) return
      const { document, selection, past } = get()
      const next = edit(document)
      if (next === document) return
      const continues =
        policy === 'merge' && burst !== null && burst.key === mergeKey && now() - burst.at < BURST_MS && past.length > 0
      burst = policy === 'merge' && mergeKey !== undefined ? { key: mergeKey, at: now() } : null
      const grows = policy !== 'skip' && !continues
      set({
        document: next,
        ...(select ? { selection: select } : {}),
        ...(grows ? { past: [...past, { document, selection }].slice(-MAX_STEPS), future: [] } : {}),
      })
    },
    undo: () => {
      burst = null
      const { past, future, canEdit: mayEdit } = get()
      const entry = past.at(-1)
      if (!entry || !mayEdit) return
      set({ past: past.slice(0, -1), future: [...future, entryOf(get())], ...entry })
    },
    redo: () => {
      burst = null
      const { past, future, canEdit: mayEdit } = get()
      const entry = future.at(-1)
      if (!entry || !mayEdit) return
      set({ past: [...past, entryOf(get())], future: future.slice(0, -1), ...entry })
    },
    endBurst: () => {
      burst = null
    },
  })
}

function entryOf({ document, selection }: EditorState): HistoryEntry {
  return { document, selection }
}
