import type { RunErrorBody, RunResource, StepResource } from '@patchbay/shared/api'
import { type Flow, isFailureExit } from '@patchbay/shared/flow'
import type { ShownRun } from '../editing/store/editor-state.ts'

export type BlockRunStatus = 'running' | 'waiting' | 'succeeded' | 'failed' | 'away'

/** How a block looks in the run that is shown. */
export interface BlockRun {
  readonly status: BlockRunStatus
  /** The exit taken at the last visit. */
  readonly exit: string | null
  readonly durationMs: number | null
  readonly error: RunErrorBody | null
  /** Step number of the last visit. */
  readonly seq: number | null
  /** How often the run came here. */
  readonly visits: number
  /** What the socket shows: the colour of the connection the run came in by. */
  readonly entered: 'ok' | 'failed' | null
}

export type ConnectionRun = 'taken' | 'failed' | 'running' | 'away'

export interface RunView {
  readonly blocks: ReadonlyMap<number, BlockRun>
  /** By `connectionId`. */
  readonly connections: ReadonlyMap<string, ConnectionRun>
  /** How long the action took whose exit the connection leaves, where the run came by it. */
  readonly durations: ReadonlyMap<string, number>
}

export function connectionId(connection: { readonly from: number; readonly exit: string }): string {
  return `${connection.from}:${connection.exit}`
}

const cache = new WeakMap<ShownRun, { readonly document: Flow; readonly view: RunView }>()

/** The view of a run on the board as it stands; the same object while neither changes. */
export function runViewOf(shown: ShownRun, document: Flow): RunView {
  const known = cache.get(shown)
  if (known?.document === document) return known.view
  const view = deriveRunView(shown, document)
  cache.set(shown, { document, view })
  return view
}

function deriveRunView(shown: ShownRun, document: Flow): RunView {
  const steps = stepsShown(shown)
  const blocks = new Map<number, BlockRun>()
  const waitingNodeId = waitingNodeOf(shown, document)
  const runningNodeId = runningNodeOf(shown, document)
  for (const node of document.nodes) {
    const block = blockRunOf(node.id, node.id === runningNodeId, steps)
    blocks.set(node.id, node.id === waitingNodeId ? { ...block, status: 'waiting', exit: null } : block)
  }
  const connections = new Map<string, ConnectionRun>()
  for (const connection of document.connections) {
    connections.set(connectionId(connection), connectionRunOf(connection, blocks))
  }
  return {
    blocks: withEntries(blocks, document, connections),
    connections,
    durations: durationsOf(blocks, connections),
  }
}

/** All steps, or those up to the one that a replay has come to. */
function stepsShown({ run, stepIndex }: ShownRun): readonly StepResource[] {
  const steps = run?.steps ?? []
  return stepIndex < 0 ? steps : steps.slice(0, stepIndex + 1)
}

/** The action that a waiting run stands at; its step has not ended, so it is none of the steps. */
function waitingNodeOf({ run, stepIndex }: ShownRun, document: Flow): number | null {
  return run?.status === 'waiting' && stepIndex < 0 ? nextNodeOf(run, document) : null
}

/** The action at work: as events have told, or, where it began before anybody looked, the one the last step led to. */
function runningNodeOf({ run, runningNodeId, stepIndex }: ShownRun, document: Flow): number | null {
  if (stepIndex >= 0) return null
  return runningNodeId ?? (run?.status === 'running' ? nextNodeOf(run, document) : null)
}

function nextNodeOf({ steps }: RunResource, document: Flow): number | null {
  const last = steps.at(-1)
  const next = document.connections.find(({ from, exit }) => from === last?.nodeId && exit === last.exit)
  return next?.to ?? null
}

function durationsOf(
  blocks: ReadonlyMap<number, BlockRun>,
  connections: ReadonlyMap<string, ConnectionRun>,
): ReadonlyMap<string, number> {
  const durations = new Map<string, number>()
  for (const [id, run] of connections) {
    const took = blocks.get(Number(id.slice(0, id.indexOf(':'))))?.durationMs ?? null
    if ((run === 'taken' || run === 'failed') && took !== null) durations.set(id, took)
  }
  return durations
}

const untouched: BlockRun = {
  status: 'away',
  exit: null,
  durationMs: null,
  error: null,
  seq: null,
  visits: 0,
  entered: null,
}

function blockRunOf(nodeId: number, isRunning: boolean, steps: readonly StepResource[]): BlockRun {
  const visits = steps.filter((step) => step.nodeId === nodeId)
  const last = visits.at(-1)
  if (!last) return isRunning ? { ...untouched, status: 'running' } : untouched
  return {
    status: isRunning ? 'running' : statusOf(last),
    exit: isRunning ? null : last.exit,
    durationMs: last.durationMs,
    error: last.error,
    seq: last.seq,
    visits: visits.length,
    entered: null,
  }
}

function statusOf(step: StepResource): BlockRunStatus {
  if (step.error !== null || (step.exit !== null && isFailureExit(step.exit))) return 'failed'
  return step.exit === null ? 'waiting' : 'succeeded'
}

function connectionRunOf(
  connection: { readonly from: number; readonly exit: string; readonly to: number },
  blocks: ReadonlyMap<number, BlockRun>,
): ConnectionRun {
  const from = blocks.get(connection.from)
  const to = blocks.get(connection.to)
  if (!from || from.exit !== connection.exit || !to || to.status === 'away') return 'away'
  if (to.status === 'running') return 'running'
  return from.status === 'failed' ? 'failed' : 'taken'
}

function withEntries(
  blocks: ReadonlyMap<number, BlockRun>,
  document: Flow,
  connections: ReadonlyMap<string, ConnectionRun>,
): ReadonlyMap<number, BlockRun> {
  const result = new Map(blocks)
  for (const connection of document.connections) {
    const state = connections.get(connectionId(connection))
    const block = result.get(connection.to)
    if (!block || state === undefined || state === 'away') continue
    const isFailed = blocks.get(connection.from)?.status === 'failed'
    result.set(connection.to, { ...block, entered: isFailed ? 'failed' : 'ok' })
  }
  return result
}
