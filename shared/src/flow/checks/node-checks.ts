import type { Catalog, NodeDefinition } from '../../nodes/node-definition.ts'
import { indexCatalog } from '../catalog-index.ts'
import { triggersOf } from '../graph.ts'
import type { FlowProblem } from '../problem.ts'
import type { Flow, FlowNode } from '../schema.ts'

/** A flow needs a trigger that is on. */
export function checkTriggers(flow: Flow, catalog: Catalog): FlowProblem[] {
  const triggers = triggersOf(flow, catalog)
  if (triggers.some((node) => node.disabled !== true)) return []
  const message =
    triggers.length === 0
      ? 'Nothing starts this flow. Drag a trigger from the Actions menu, such as Inbound SMS.'
      : 'Every trigger of this flow is disabled, so nothing starts it. Enable one.'
  const path = 'nodes'
  return [{ severity: 'error', path, code: 'NO_TRIGGER', message }]
}

/** Ids are unique, types are known and not used too often. */
export function checkNodes(flow: Flow, catalog: Catalog): FlowProblem[] {
  const { definitions } = indexCatalog(catalog)
  const ids = new Set<number>()
  const firsts = new Map<string, FlowNode[]>()
  const problems: FlowProblem[] = []
  for (const [index, node] of flow.nodes.entries()) {
    if (ids.has(node.id)) problems.push(duplicateId(node, index))
    ids.add(node.id)
    const definition = definitions.of(node)
    if (definition === undefined) problems.push(unknownType(node))
    else {
      const earlier = firsts.get(node.type) ?? []
      if (earlier.length >= (definition.maxPerFlow ?? Infinity)) problems.push(tooMany(node, earlier, definition))
      firsts.set(node.type, [...earlier, node].slice(0, definition.maxPerFlow ?? 0))
    }
  }
  return problems
}

/** A trigger that numbers start needs one; a warning, as numbers can be assigned after the deploy too. */
export function checkNumbers(flow: Flow, catalog: Catalog, numbers: readonly string[] | undefined): FlowProblem[] {
  if (numbers === undefined || numbers.length > 0) return []
  const { definitions } = indexCatalog(catalog)
  return flow.nodes
    .filter((node) => node.disabled !== true && startsByNumber(definitions.of(node)))
    .map((node) => ({
      severity: 'warning',
      nodeId: node.id,
      path: 'inputs.numbers',
      code: 'NO_NUMBER',
      message: `No number starts this flow yet. Assign one to #${node.id} ${node.name}.`,
    }))
}

function startsByNumber(definition: NodeDefinition | undefined): boolean {
  return definition?.kind === 'trigger' && definition.summary.some((part) => 'numbers' in part)
}

function duplicateId(node: FlowNode, index: number): FlowProblem {
  return {
    severity: 'error',
    nodeId: node.id,
    path: `nodes[${index}].id`,
    code: 'DUPLICATE_NODE_ID',
    message: `Action ID ${node.id} belongs to more than one action. Give \`${node.name}\` an ID of its own.`,
  }
}

function unknownType(node: FlowNode): FlowProblem {
  return {
    severity: 'error',
    nodeId: node.id,
    path: 'type',
    code: 'UNKNOWN_TYPE',
    message: `There is no action of type \`${node.type}\` here. Delete #${node.id} ${node.name}, or install what brings it.`,
  }
}

function tooMany(node: FlowNode, earlier: readonly FlowNode[], definition: NodeDefinition): FlowProblem {
  const most =
    definition.maxPerFlow === 1 ? `one ${definition.title}` : `${definition.maxPerFlow} of ${definition.title}`
  const others = earlier.map(({ id }) => `#${id}`).join(' and ')
  return {
    severity: 'error',
    nodeId: node.id,
    path: 'type',
    code: 'TOO_MANY_OF_TYPE',
    message: `A flow can have only ${most}, and ${others} comes first. Delete #${node.id} ${node.name}.`,
  }
}
