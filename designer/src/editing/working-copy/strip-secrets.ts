import {
  type Definitions,
  type Flow,
  type FlowNode,
  inputAt,
  isSecretReference,
  setAt,
  walkInputs,
  withoutTypedSecrets,
} from '@patchbay/shared/flow'
import type { NodeDefinition } from '@patchbay/shared/nodes'

/**
 * `withoutTypedSecrets` for documents that share most of their actions: an action is looked into once, and the same
 * document gives the same result, so that what is made of it can be remembered, too. What is a secret is asked of the
 * definitions that are known now: actions may be added while a flow is open.
 */
export function createSecretStripper(definitionsOf: () => Definitions): (document: Flow, saved: Flow) => Flow {
  let nodes = new WeakMap<FlowNode, FlowNode>()
  let flows = new WeakMap<Flow, Flow>()
  let definitions = definitionsOf()
  let lastSaved: Flow | null = null
  let savedNodes = new Map<number, FlowNode>()
  const stripNode = (node: FlowNode, document: Flow): FlowNode => {
    const known = nodes.get(node)
    if (known) return known
    const before = savedNodes.get(node.id)
    const saved = { ...document, nodes: before ? [before] : [] }
    const [stripped = node] = withoutTypedSecrets({ ...document, nodes: [node] }, saved, definitions).nodes
    nodes.set(node, stripped)
    return stripped
  }
  return (document, saved) => {
    const known = definitionsOf()
    if (saved !== lastSaved || known !== definitions) {
      definitions = known
      nodes = new WeakMap()
      flows = new WeakMap()
      lastSaved = saved
      savedNodes = new Map(saved.nodes.map((node) => [node.id, node]))
    }
    const before = flows.get(document)
    if (before) return before
    const next = document.nodes.map((node) => stripNode(node, document))
    const isSame = next.every((node, index) => node === document.nodes[index])
    const stripped = isSame ? document : { ...document, nodes: next }
    flows.set(document, stripped)
    return stripped
  }
}

/** `incoming`, which holds no secrets in plain text, with those that were typed in `current` and not saved. */
export function withTypedSecretsOf(current: Flow, incoming: Flow, definitions: Definitions): Flow {
  const typed = new Map(current.nodes.map((node) => [node.id, node]))
  const nodes = incoming.nodes.map((node) => {
    const own = typed.get(node.id)
    return own?.type === node.type ? withTyped(own, node, definitions.of(node)) : node
  })
  return nodes.every((node, index) => node === incoming.nodes[index]) ? incoming : { ...incoming, nodes }
}

function withTyped(own: FlowNode, node: FlowNode, definition: NodeDefinition | undefined): FlowNode {
  if (!definition) return node
  let inputs = node.inputs
  walkInputs(definition.inputs, own.inputs, ({ secret, path, value }) => {
    if (!secret || typeof value !== 'string' || value === '') return
    const there = inputAt(inputs, path)
    if (there === '' || isSecretReference(there)) inputs = setAt(inputs, path, value)
  })
  return inputs === node.inputs ? node : { ...node, inputs }
}
