import type { StateCreator } from 'zustand/vanilla'
import { type EditorState, emptySelection, type RunSlice } from './editor-state.ts'

/** The run that is lit up on the board. Run events never enter undo. */
export const createRunSlice: StateCreator<EditorState, [], [], RunSlice> = (set, get) => ({
  shownRun: null,
  showRun: (runId) => {
    if (get().shownRun?.runId === runId) return
    set({
      shownRun: { runId, run: null, runningNodeId: null, stepIndex: -1 },
      selection: emptySelection,
      compared: null,
    })
  },
  updateRun: (run) => {
    const { shownRun } = get()
    if (shownRun?.runId !== run.id) return
    set({ shownRun: { ...shownRun, run } })
  },
  setRunningNode: (runId, nodeId) => {
    const { shownRun } = get()
    if (shownRun?.runId !== runId || shownRun.runningNodeId === nodeId) return
    set({ shownRun: { ...shownRun, runningNodeId: nodeId } })
  },
  setStepIndex: (stepIndex) => {
    const { shownRun } = get()
    if (shownRun) set({ shownRun: { ...shownRun, stepIndex } })
  },
  leaveRun: () => set({ shownRun: null }),
})
