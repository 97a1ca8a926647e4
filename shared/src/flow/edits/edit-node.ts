import type { Flow, FlowNode } from '../schema.ts'

/** Replaces one node by what `change` makes of it. The same flow comes back when nothing changes. */
export function editNode(flow: Flow, nodeId: number, change: (node: FlowNode) => FlowNode): Flow {
  return editNodes(flow, [nodeId], change)
}

/** Replaces the named nodes by what `change` makes of each. The same flow comes back when nothing changes. */
export function editNodes(flow: Flow, nodeIds: Iterable<number>, change: (node: FlowNode) => FlowNode): Flow {
  const wanted = new Set(nodeIds)
  let changed = false
  const nodes = flow.nodes.map((node) => {
    if (!wanted.has(node.id)) return node
    const next = change(node)
    if (next !== node) changed = true
    return next
  })
  return changed ? { ...flow, nodes } : flow
}

/** A copy of an object without one of its optional properties. */
export function without<T extends object, Key extends keyof T>(object: T, key: Key): Omit<T, Key> {
  const { [key]: _removed, ...rest } = object
  return rest
}
