import type { FlowProblem } from '@patchbay/shared/flow'
import type { EditorState } from '../editing/store/editor-state.ts'
import type { BlockRun, ConnectionRun, RunView } from './run-view.ts'
import { runViewOf } from './run-view.ts'

/** Selectors for blocks and connections. They answer stored objects or plain values, so equal means unchanged. */

const marksByProblems = new WeakMap<readonly FlowProblem[], ReadonlyMap<number, FlowProblem['severity']>>()

/** The mark at a block's corner. An open exit gets none: the open ring shows it. */
export function problemMarkOf(problems: readonly FlowProblem[], nodeId: number): FlowProblem['severity'] | null {
  let marks = marksByProblems.get(problems)
  if (!marks) {
    marks = collectMarks(problems)
    marksByProblems.set(problems, marks)
  }
  return marks.get(nodeId) ?? null
}

function collectMarks(problems: readonly FlowProblem[]): ReadonlyMap<number, FlowProblem['severity']> {
  const marks = new Map<number, FlowProblem['severity']>()
  for (const { nodeId, severity, code } of problems) {
    if (nodeId === undefined || code === 'EXIT_NOT_CONNECTED' || marks.get(nodeId) === 'error') continue
    marks.set(nodeId, severity)
  }
  return marks
}

function runViewIn({ shownRun, document }: EditorState): RunView | null {
  return shownRun === null ? null : runViewOf(shownRun, document)
}

export function blockRunIn(state: EditorState, nodeId: number): BlockRun | null {
  return runViewIn(state)?.blocks.get(nodeId) ?? null
}

export function connectionRunIn(state: EditorState, id: string): ConnectionRun | null {
  return runViewIn(state)?.connections.get(id) ?? null
}

/** Milliseconds for the pill on a connection that the run took; null for none. */
export function connectionTimeIn(state: EditorState, id: string): number | null {
  return runViewIn(state)?.durations.get(id) ?? null
}

/** The one block that Tab stops at: the selected one, else the first. */
export function tabStopIn({ selection, document }: EditorState): number | null {
  return selection.nodeIds[0] ?? document.nodes[0]?.id ?? null
}

/** The block whose step the run bar stands on. */
export function stepNodeIn({ shownRun }: EditorState): number | null {
  if (!shownRun || shownRun.stepIndex < 0) return null
  return shownRun.run?.steps[shownRun.stepIndex]?.nodeId ?? null
}
