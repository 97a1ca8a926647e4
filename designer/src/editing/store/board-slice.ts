import type { StateCreator } from 'zustand/vanilla'
import type { BoardSlice, EditorDependencies, EditorState } from './editor-state.ts'

/** Map, search and the note being written. */
export function createBoardSlice({
  mapOpen = false,
}: EditorDependencies): StateCreator<EditorState, [], [], BoardSlice> {
  return (set) => ({
    mapOpen,
    search: null,
    editedNote: null,
    setMapOpen: (open) => set({ mapOpen: open }),
    setSearch: (search) => set({ search }),
    editNote: (editedNote) => set({ editedNote }),
  })
}
