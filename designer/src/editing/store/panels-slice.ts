import type { StateCreator } from 'zustand/vanilla'
import { type EditorDependencies, type EditorState, type PanelsSlice, testVersionOf } from './editor-state.ts'

/** Which panes, lists and pop-ups are open. */
export function createPanelsSlice({
  flow,
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
    testVersion: flow.live === null || flow.changes > 0 ? 'draft' : 'live',
    showPanel: (sidePanel) => {
      const isOpening = sidePanel === 'simulator' && get().sidePanel !== 'simulator'
      set({
        sidePanel,
        sheetOpen: sidePanel === 'simulator',
        ...(isOpening ? { testVersion: testVersionOf(get()) } : {}),
      })
    },
    setTestVersion: (testVersion) => set({ testVersion }),
    openSheet: () => set({ sheetOpen: true }),
    closeSheet: () => set({ sheetOpen: false, sidePanel: 'configurations' }),
    setProblemsOpen: (problemsOpen) => set({ problemsOpen }),
    openDialog: (dialog) => set({ dialog }),
    closeDialog: () => set({ dialog: null }),
    setOpenSections: (nodeType, sections) => set({ openSections: { ...get().openSections, [nodeType]: sections } }),
  })
}
