import type { FlowProblem } from '../problem.ts'
import type { Flow } from '../schema.ts'

/**
 * Gives the action of a DUPLICATE_NODE_ID problem the unused `id`. The connections stay with the action that had the
 * ID first: nothing says which of the two they meant. The same flow for any other problem, and when the action has an
 * ID of its own by now.
 */
export function giveOwnId(flow: Flow, { code, path }: FlowProblem, id: number): Flow {
  const index = Number(/^nodes\[(\d+)\]\.id$/.exec(path ?? '')?.[1] ?? -1)
  const node = flow.nodes[index]
  if (code !== 'DUPLICATE_NODE_ID' || node === undefined) return flow
  if (flow.nodes.findIndex((other) => other.id === node.id) === index) return flow
  return { ...flow, nodes: flow.nodes.with(index, { ...node, id }) }
}
