import { type Flow, type FlowNode, inputAt, setAt, walkInputs } from '@patchbay/shared/flow'
import type { NodeDefinition } from '@patchbay/shared/nodes'

/**
 * The document without secrets in plain text: what was just typed and not sealed yet must not lie in the
 * browser's storage. Where the saved document holds a sealed one, that takes its place.
 */
export function withoutTypedSecrets(
  document: Flow,
  saved: Flow,
  definitions: ReadonlyMap<string, NodeDefinition>,
): Flow {
  const savedNodes = new Map(saved.nodes.map((node) => [node.id, node]))
  const nodes = document.nodes.map((node) => strip(node, savedNodes.get(node.id), definitions.get(node.type)))
  return nodes.every((node, index) => node === document.nodes[index]) ? document : { ...document, nodes }
}

function strip(node: FlowNode, saved: FlowNode | undefined, definition: NodeDefinition | undefined): FlowNode {
  if (!definition) return node
  let inputs = node.inputs
  walkInputs(definition.inputs, node.inputs, ({ secret, path, value }) => {
    if (!secret || typeof value !== 'string' || value === '') return
    const before = saved && inputAt(saved.inputs, path)
    inputs = setAt(inputs, path, typeof before === 'object' ? before : '')
  })
  return inputs === node.inputs ? node : { ...node, inputs }
}
