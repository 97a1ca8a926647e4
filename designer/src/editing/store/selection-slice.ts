import type { StateCreator } from 'zustand/vanilla'
import type { EditorState, Selection, SelectionSlice } from './editor-state.ts'
import { emptySelection } from './editor-state.ts'

/** What is selected on the board, and the field that should be shown. */
export const createSelectionSlice: StateCreator<EditorState, [], [], SelectionSlice> = (set, get) => ({
  selection: emptySelection,
  fieldTarget: null,
  select: (selection) => {
    if (!isSame(selection, get().selection)) set({ selection })
  },
  selectNode: (nodeId) => get().select({ nodeIds: [nodeId], connection: null }),
  clearSelection: () => {
    get().select(emptySelection)
    if (get().sheetOpen) get().closeSheet()
  },
  showField: (nodeId, path) => {
    get().select(nodeId === null ? emptySelection : { nodeIds: [nodeId], connection: null })
    set({
      sidePanel: 'configurations',
      sheetOpen: true,
      fieldTarget: { nodeId, path, request: (get().fieldTarget?.request ?? 0) + 1 },
    })
  },
})

function isSame(a: Selection, b: Selection): boolean {
  return (
    a.connection?.from === b.connection?.from &&
    a.connection?.exit === b.connection?.exit &&
    isSameList(a.nodeIds, b.nodeIds) &&
    isSameList(a.noteIds ?? [], b.noteIds ?? [])
  )
}

function isSameList(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((id, index) => id === b[index])
}
