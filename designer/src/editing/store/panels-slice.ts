import type { StateCreator } from 'zustand/vanilla'
import type { EditorDependencies, EditorState, PanelsSlice } from './editor-state.ts'

/** Which panes, lists and pop-ups are open. */
export function createPanelsSlice({
  openSections = {},
}: EditorDependencies): StateCreator<EditorState, [], [], PanelsSlice> {
  return (set, get) => ({
    view: 'board',
    sidePanel: 'configurations',
    problemsOpen: false,
    dialog: null,
    openSections,
    setView: (view) => set({ view }),
    showPanel: (sidePanel) => set({ sidePanel }),
    setProblemsOpen: (problemsOpen) => set({ problemsOpen }),
    openDialog: (dialog) => set({ dialog }),
    closeDialog: () => set({ dialog: null }),
    setOpenSections: (nodeType, sections) => set({ openSections: { ...get().openSections, [nodeType]: sections } }),
  })
}
