import { indexCatalog } from '@patchbay/shared/flow'
import type { Catalog } from '@patchbay/shared/nodes'
import { createStore, type StoreApi } from 'zustand/vanilla'
import { createBoardSlice } from './board-slice.ts'
import type { EditorDependencies, EditorState } from './editor-state.ts'
import { createFlowSlice } from './flow-slice.ts'
import { createHistorySlice } from './history-slice.ts'
import { createPanelsSlice } from './panels-slice.ts'
import { createRunSlice } from './run-slice.ts'
import { createSelectionSlice } from './selection-slice.ts'
import { createProblemsSlice, createTestsSlice } from './tests-slice.ts'
import { createViewsSlice } from './views-slice.ts'

export type EditorStore = StoreApi<EditorState>

/** One store per open flow, without React. */
export function createEditorStore(dependencies: EditorDependencies): EditorStore {
  const { catalog } = dependencies
  const slice = (of: Catalog) => ({ catalog: of, definitions: indexCatalog(of).definitions })
  return createStore<EditorState>()((...store) => ({
    ...createFlowSlice(dependencies)(...store),
    ...createHistorySlice(dependencies)(...store),
    ...createSelectionSlice(...store),
    ...createPanelsSlice(dependencies)(...store),
    ...createBoardSlice(dependencies)(...store),
    ...createProblemsSlice(...store),
    ...createTestsSlice(...store),
    ...createRunSlice(...store),
    ...createViewsSlice(dependencies)(...store),
    ...slice(catalog),
    setCatalog: (next) => store[0](slice(next)),
  }))
}
