import type {
  ActionTestResponse,
  FlowResource,
  LiveVersion,
  RunResource,
  WorkingCopyResource,
} from '@patchbay/shared/api'
import type { Definitions, Flow, FlowProblem } from '@patchbay/shared/flow'
import type { Catalog } from '@patchbay/shared/nodes'
import type { OwnAddress } from '../own-addresses.ts'
import type { WorkingCopy } from '../working-copy/journal.ts'
import type { ViewsSlice } from './views-slice.ts'

/** What an edit means for undo: a step of its own, part of the running burst, or nothing to undo. */
export type UndoPolicy = 'record' | 'merge' | 'skip'

export interface EditOptions {
  /** Default `record`. */
  readonly policy?: UndoPolicy
  /** Edits with the same key that follow closely become one step of undo; needed for `merge`. */
  readonly mergeKey?: string
  /** What is selected afterwards; left out, the selection stays. */
  readonly select?: Selection
}

/** The connection that leaves an exit; there is at most one, so node and exit name it. */
export interface ConnectionKey {
  readonly from: number
  readonly exit: string
}

export interface Selection {
  readonly nodeIds: readonly number[]
  readonly connection: ConnectionKey | null
  /** Sticky notes; left out, none. */
  readonly noteIds?: readonly number[]
}

export const emptySelection: Selection = { nodeIds: [], connection: null }

/** One undoable step: the document and selection to go back to. */
export interface HistoryEntry {
  readonly document: Flow
  readonly selection: Selection
}

/** A place that should be shown and focused: a field of an action, a section of its panel. */
export interface FieldTarget {
  readonly nodeId: number | null
  /** As in a problem: `inputs.url`, `exits.failure`, `name`. */
  readonly path: string
  /** Grows with every request, so that the same field can be asked for twice. */
  readonly request: number
}

export type SidePanel = 'configurations' | 'simulator'
/** What a test starts: the draft, or what is live. */
export type TestVersion = 'draft' | 'live'
/** How the middle pane shows the flow. */
export type FlowView = 'board' | 'outline'
export type EditorDialog =
  /** Tests an action, or shows the sample reply that is kept with it. */
  | { readonly kind: 'response'; readonly nodeId: number; readonly isSample?: true }
  | { readonly kind: 'addresses'; readonly channel: string }
  | { readonly kind: 'templates' }
  | { readonly kind: 'palette' }
  | { readonly kind: 'keys' }
  | { readonly kind: 'rename'; readonly nodeId: number }
  /** Picks an action to add behind an exit of `from`, or one to connect it to; `exit` null offers all exits. */
  | { readonly kind: 'add-after' | 'connect-exit'; readonly from: number; readonly exit: string | null }
  | { readonly kind: 'stale'; readonly theirs: FlowResource }
  /** Unsaved changes of the same person in other browsers. */
  | { readonly kind: 'elsewhere'; readonly copies: readonly WorkingCopyResource[] }

/** The last test of an action, kept while the editor is open. */
export interface ActionTest {
  readonly status: 'running' | 'done' | 'failed'
  readonly response: ActionTestResponse | null
  /** Why no answer came from the server itself. */
  readonly failure: string | null
}

/** The run shown on the board. */
export interface ShownRun {
  readonly runId: string
  readonly run: RunResource | null
  /** The action whose step has started and not ended. */
  readonly runningNodeId: number | null
  /** Position in the steps that the run bar stands on. */
  readonly stepIndex: number
}

export interface FlowSlice {
  readonly flowId: string
  readonly document: Flow
  /** What the server holds at `revision`; the same object as `document` while nothing is unsaved. */
  readonly savedDocument: Flow
  readonly revision: number
  readonly nextNodeId: number
  readonly live: LiveVersion | null
  /** Differences between the saved draft and the live version, as the server counts them. */
  readonly changes: number
  readonly paused: boolean
  /** Events kept back while the flow is paused. */
  readonly heldEvents: number
  /** When the first of them ends without having started. */
  readonly heldUntil: string | null
  readonly saving: boolean
  /** Our addresses that start the flow. */
  readonly addresses: readonly OwnAddress[]
  /** Takes the next Action IDs and returns the first; none is given again, not even when the action is undone. */
  takeNodeIds(count?: number): number
  /** The server stored `sent` and answers `resource`; what was typed meanwhile stays. */
  markSaved(sent: Flow, resource: FlowResource): void
  /** Starts over from what the server holds; undo begins anew. */
  replaceDocument(resource: FlowResource): void
  /**
   * Puts a working copy on the board with its steps of undo. With `resource` that is what the server holds now; a copy
   * of an earlier revision stays unsaved, whatever it holds.
   */
  restore(copy: WorkingCopy, resource?: FlowResource): void
  /** A deploy, roll back or somebody else's save changed the facts around the document. */
  updateFacts(resource: FlowResource): void
  setSaving(saving: boolean): void
  setAddresses(addresses: readonly OwnAddress[]): void
}

export interface HistorySlice {
  /** False for viewers, for whom `apply` does nothing. */
  readonly canEdit: boolean
  readonly past: readonly HistoryEntry[]
  readonly future: readonly HistoryEntry[]
  /** Replaces the document by what `edit` makes of it; nothing happens when it returns the same object. */
  apply(edit: (flow: Flow) => Flow, options?: EditOptions): void
  undo(): void
  redo(): void
  /** Ends a burst: the next merging edit begins a step of its own. */
  endBurst(): void
}

export interface SelectionSlice {
  readonly selection: Selection
  readonly fieldTarget: FieldTarget | null
  select(selection: Selection): void
  selectNode(nodeId: number): void
  clearSelection(): void
  /** Selects the action of a problem and asks its panel to open and focus the field. */
  showField(nodeId: number | null, path: string): void
}

export interface PanelsSlice {
  readonly view: FlowView
  readonly sidePanel: SidePanel
  /** In a narrow window the panel lies over the flow, and only while this holds; elsewhere it always stands beside it. */
  readonly sheetOpen: boolean
  /** What was chosen last; read it by `testedVersion`. */
  readonly testVersion: TestVersion
  readonly problemsOpen: boolean
  readonly dialog: EditorDialog | null
  /** Open accordion sections by node type; `flow` for the flow itself. */
  readonly openSections: Readonly<Record<string, readonly string[]>>
  setView(view: FlowView): void
  showPanel(panel: SidePanel): void
  openSheet(): void
  setTestVersion(version: TestVersion): void
  closeSheet(): void
  setProblemsOpen(open: boolean): void
  openDialog(dialog: EditorDialog): void
  closeDialog(): void
  setOpenSections(nodeType: string, sections: readonly string[]): void
}

/** What the search of the board has found. */
export interface BoardSearch {
  readonly text: string
  /** Action IDs from left to right. */
  readonly found: readonly number[]
  /** Position in `found` that one stands on. */
  readonly at: number
}

export interface BoardSlice {
  readonly mapOpen: boolean
  /** Null while the search is closed. */
  readonly search: BoardSearch | null
  /** The note that is being typed in. */
  readonly editedNote: number | null
  setMapOpen(open: boolean): void
  setSearch(search: BoardSearch | null): void
  editNote(noteId: number | null): void
}

export interface ProblemsSlice {
  readonly problems: readonly FlowProblem[]
  setProblems(problems: readonly FlowProblem[]): void
}

export interface TestsSlice {
  readonly tests: Readonly<Record<number, ActionTest>>
  /** Sample values typed for the `$variables` of an action's inputs. */
  readonly sampleVariables: Readonly<Record<string, string>>
  setTest(nodeId: number, test: ActionTest): void
  setSampleVariable(name: string, value: string): void
}

export interface RunSlice {
  readonly shownRun: ShownRun | null
  showRun(runId: string): void
  /** Fresh facts about the run being shown; ignored when another run is shown by now. */
  updateRun(run: RunResource): void
  setRunningNode(runId: string, nodeId: number | null): void
  setStepIndex(stepIndex: number): void
  leaveRun(): void
}

export interface CatalogSlice {
  readonly catalog: Catalog
  readonly definitions: Definitions
  setCatalog(catalog: Catalog): void
}

export type EditorState = FlowSlice &
  HistorySlice &
  SelectionSlice &
  PanelsSlice &
  BoardSlice &
  ViewsSlice &
  ProblemsSlice &
  TestsSlice &
  RunSlice &
  CatalogSlice

/** What a store is made from. */
export interface EditorDependencies {
  readonly flow: FlowResource
  readonly catalog: Catalog
  readonly addresses?: readonly OwnAddress[]
  /** False for viewers: the document stays as it is. Default true. */
  readonly canEdit?: boolean
  /** Remembered from earlier visits. */
  readonly openSections?: Readonly<Record<string, readonly string[]>>
  readonly mapOpen?: boolean
  /** Milliseconds; decides which edits form one burst. */
  readonly now?: () => number
}

/** What a test is for at first: the changes, where there are any. */
export function testVersionOf(state: Pick<FlowSlice, 'live' | 'changes' | 'document' | 'savedDocument'>): TestVersion {
  const { live, changes, document, savedDocument } = state
  return live === null || changes > 0 || document !== savedDocument ? 'draft' : 'live'
}

/** What a test starts now: without a live version only the draft can be tested. */
export const testedVersion = ({ live, testVersion }: EditorState): TestVersion =>
  live === null ? 'draft' : testVersion

export const isDirty = (state: EditorState): boolean => state.document !== state.savedDocument
