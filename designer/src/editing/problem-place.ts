import type { FlowProblem } from '@patchbay/shared/flow'
import type { EditorState } from './store/editor-state.ts'

/** `#2 Forecast: ` in front of a problem's sentence; nothing for a problem of the whole flow. */
export function problemPlace(problem: FlowProblem, { document }: EditorState): string {
  const node = document.nodes.find((candidate) => candidate.id === problem.nodeId)
  return node ? `#${node.id} ${node.name}: ` : ''
}
