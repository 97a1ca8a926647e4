import type { StateCreator } from 'zustand/vanilla'
import type { EditorState, ProblemsSlice, TestsSlice } from './editor-state.ts'

/** Results of tests of actions and the sample values it used; kept while the editor is open. */
export const createTestsSlice: StateCreator<EditorState, [], [], TestsSlice> = (set, get) => ({
  tests: {},
  sampleVariables: {},
  setTest: (nodeId, test) => set({ tests: { ...get().tests, [nodeId]: test } }),
  setSampleVariable: (name, value) => set({ sampleVariables: { ...get().sampleVariables, [name]: value } }),
})

/** Findings about the document as it stands. */
export const createProblemsSlice: StateCreator<EditorState, [], [], ProblemsSlice> = (set) => ({
  problems: [],
  setProblems: (problems) => set({ problems }),
})
