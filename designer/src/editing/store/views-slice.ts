import type { Flow } from '@patchbay/shared/flow'
import type { StateCreator } from 'zustand/vanilla'
import type { EditorDependencies, EditorState } from './editor-state.ts'

/** A deployed version, as it was deployed. */
export interface DeployedVersion {
  readonly version: number
  readonly deployedAt: string
  readonly document: Flow
}

/** A version that is looked at in the place of the draft, with one of its runs if one was asked for. */
export interface ViewedVersion extends DeployedVersion {
  readonly runId: string | null
}

/** What a run was started with, on its way into the simulator. */
export interface SimulatorText {
  readonly channel: string | null
  readonly contact: string | null
  readonly text: string
}

export interface ViewsSlice {
  /** The version that the board is compared with. */
  readonly compared: DeployedVersion | null
  readonly viewed: ViewedVersion | null
  /** Null once a phone has taken it. */
  readonly simulatorText: SimulatorText | null
  compare(version: DeployedVersion): void
  leaveComparison(): void
  /** Shows a version instead of the draft, which cannot be edited meanwhile. */
  viewVersion(version: ViewedVersion): void
  leaveVersion(): void
  /** Opens the simulator with a text ready to be sent. */
  copyToSimulator(copied: SimulatorText): void
  /** Called when the text stands in a phone, so that no other one takes it, too. */
  takeSimulatorText(): void
}

/** Other things the board can show than the draft alone. */
export function createViewsSlice({
  canEdit = true,
}: EditorDependencies): StateCreator<EditorState, [], [], ViewsSlice> {
  return (set, get) => ({
    compared: null,
    viewed: null,
    simulatorText: null,
    compare: (compared) => set({ compared, shownRun: null }),
    leaveComparison: () => set({ compared: null }),
    viewVersion: (viewed) => set({ viewed, compared: null, shownRun: null, canEdit: false }),
    leaveVersion: () => set({ viewed: null, canEdit }),
    copyToSimulator: (simulatorText) => {
      get().showPanel('simulator')
      set({ simulatorText })
    },
    takeSimulatorText: () => set({ simulatorText: null }),
  })
}
