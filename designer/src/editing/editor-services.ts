import type {
  ActionTestRequest,
  ActionTestResponse,
  DeployResponse,
  FlowResource,
  FlowVersionResource,
  ReplayRequest,
  RunResource,
} from '@patchbay/shared/api'
import type { Flow, FlowProblem, Position } from '@patchbay/shared/flow'
import type { StartsCheck } from './check-starts.ts'
import type { EditorStore } from './store/create-editor-store.ts'
import type { WorkingCopyPlace } from './working-copy/find-working-copy.ts'

/** What the editor asks of the server. Every call throws `ApiProblem`. */
export interface EditorServer {
  readFlow(flowId: string): Promise<FlowResource>
  /** Refused with STALE_REVISION when somebody saved since `revision`. */
  save(flowId: string, revision: number, document: Flow): Promise<FlowResource>
  create(document: Flow): Promise<FlowResource>
  deploy(flowId: string, revision: number): Promise<DeployResponse>
  setPaused(flowId: string, paused: boolean): Promise<FlowResource>
  rollBack(flowId: string, version: number): Promise<void>
  liveDocument(flowId: string, version: number): Promise<Flow>
  readVersion(flowId: string, version: number): Promise<FlowVersionResource>
  /** Which starts of the live flow answer now. */
  checkStarts(flowId: string): Promise<StartsCheck>
  replay(runId: string, request: ReplayRequest): Promise<RunResource>
  validate(flowId: string, document: Flow, signal: AbortSignal): Promise<readonly FlowProblem[]>
  testAction(type: string, test: ActionTestRequest, signal: AbortSignal): Promise<ActionTestResponse>
}

/** What other panes may ask of the board. */
export interface BoardControls {
  fit(): void
  zoomIn(): void
  zoomOut(): void
  /** The middle of what is in sight, in board coordinates. */
  centre(): Position
  /** Brings a block into sight. */
  reveal(nodeId: number): void
  /** Brings the first of them into sight, unless one of them is. */
  revealOne(nodeIds: readonly number[]): void
  focusBlock(nodeId: number): void
  // What only a board has; the outline leaves it out.
  /** Brings blocks to the middle, as large as they fit but not above natural size. */
  zoomTo?(nodeIds: readonly number[]): void
  /** Brings a block that is out of sight to the middle; the zoom changes only where the block could not be read. */
  centreOn?(nodeId: number): void
  /** Moves the view just so far that the block and the `+` of its exits are free, also of a panel over the board. */
  makeRoom?(nodeId: number): void
  /** Where the pointer is, in board coordinates; null when it is elsewhere. */
  pointer?(): Position | null
  /** The next change of places is shown as a movement; `arrived` runs when it has come to rest. */
  glide?(arrived?: () => void): void
}

/** A place where the board leaves its controls while it is drawn. */
export interface BoardPort {
  current: BoardControls | null
}

/** Everything a command may use. */
export interface EditorServices {
  readonly store: EditorStore
  /** The store of the draft, where a version is shown in its place; `store` is then that of the version. */
  readonly draft?: EditorStore
  readonly server: EditorServer
  readonly board: BoardPort
  /** Where unsaved changes are kept; left out for viewers, who have none. */
  readonly workingCopy?: WorkingCopyPlace
  navigate(path: string): void
}
