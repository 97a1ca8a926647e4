import { type FlowNode, readSample } from '@patchbay/shared/flow'
import type { Json } from '@patchbay/shared/json'

const known = new WeakMap<FlowNode, { readonly tree: Json | undefined }>()

/** The sample reply that is kept with an action, read once for each state of the action. */
export function keptSample(node: FlowNode | undefined): Json | undefined {
  if (node?.sample === undefined) return undefined
  const found = known.get(node)
  if (found !== undefined) return found.tree
  const tree = readSample(node.sample)
  known.set(node, { tree })
  return tree
}
