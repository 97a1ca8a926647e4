import type { StateCreator } from 'zustand/vanilla'
import type { EditorDependencies, EditorState, PanelsSlice } from './editor-state.ts'

/** Which panes, lists and pop-ups are open. */
export function createPanelsSlice({
  openSections = {},
}: EditorDependencies): StateCreator<EditorState, [], [], PanelsSlice> {
  return (set, get) => ({
    view: 'board',
    sidePanel: 'configurations',
    sheetOpen: false,
    problemsOpen: false,
    dialog: null,
    openSections,
    setView: (view) => set({ view }),
    showPanel: (sidePanel) => set({ sidePanel, sheetOpen: sidePanel === 'simulator' }),
    openSheet: () => set({ sheetOpen: true }),
    closeSheet: () => set({ sheetOpen: false, sidePanel: 'configurations' }),
    setProblemsOpen: (problemsOpen) => set({ problemsOpen }),
    openDialog: (dialog) => set({ dialog }),
    closeDialog: () => set({ dialog: null }),
    setOpenSections: (nodeType, sections) => set({ openSections: { ...get().openSections, [nodeType]: sections } }),
  })
}
