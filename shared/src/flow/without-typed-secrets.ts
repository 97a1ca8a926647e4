import type { NodeDefinition } from '../nodes/node-definition.ts'
import type { Definitions } from './catalog-index.ts'
import { inputAt, setAt } from './input-path.ts'
import type { Flow, FlowNode } from './schema.ts'
import { walkInputs } from './walk-inputs.ts'

/**
 * The document without secrets in plain text: what was just typed and not sealed yet must not lie in the
 * browser's storage, on the clipboard or in a working copy. Where the saved document holds a sealed one, that
 * takes its place. The same object when there was nothing to take out.
 */
export function withoutTypedSecrets(document: Flow, saved: Flow, definitions: Pick<Definitions, 'of'>): Flow {
  const savedNodes = new Map(saved.nodes.map((node) => [node.id, node]))
  const nodes = document.nodes.map((node) => strip(node, savedNodes.get(node.id), definitions.of(node)))
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
