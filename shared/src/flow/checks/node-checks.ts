import type { Address } from '../../api/addresses.ts'
import { ANY_CHANNEL, type Catalog, hearsChannel, type NodeDefinition } from '../../nodes/node-definition.ts'
import { indexCatalog } from '../catalog-index.ts'
import { triggersOf } from '../graph.ts'
import { propertiesOf } from '../input-schema.ts'
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
  return [...problems, ...checkRetired(flow, catalog)]
}

/** A flow is not deployed anew with what is not offered any more. */
export function checkRetired(flow: Flow, catalog: Catalog): FlowProblem[] {
  const { definitions } = indexCatalog(catalog)
  return flow.nodes.flatMap((node): FlowProblem[] => {
    const retired = definitions.of(node)?.retired
    if (retired === undefined) return []
    const message = `${retired} Delete #${node.id} ${node.name}, or put another action in its place.`
    return [{ severity: 'error', nodeId: node.id, path: 'type', code: 'RETIRED_TYPE', message }]
  })
}

/** A trigger that listens to a channel needs an address of it; a warning, as one can be assigned after the deploy too. */
export function checkAddresses(flow: Flow, catalog: Catalog, addresses: readonly Address[] | undefined): FlowProblem[] {
  if (addresses === undefined) return []
  const { definitions } = indexCatalog(catalog)
  return flow.nodes.flatMap((node): FlowProblem[] => {
    const definition = definitions.of(node)
    const channel = node.disabled === true ? undefined : channelOf(definition)
    if (definition === undefined || channel === undefined) return []
    if (addresses.some((address) => hearsChannel(channel, address.channel))) return []
    const message = `No ${titleOf(channel, catalog).toLowerCase()} starts this flow yet. Assign one to #${node.id} ${node.name}.`
    return [{ severity: 'warning', nodeId: node.id, path: pickerOf(definition), code: 'NO_ADDRESS', message }]
  })
}

function channelOf(definition: NodeDefinition | undefined): string | undefined {
  const listens = definition?.listens
  return listens !== undefined && 'address' in listens ? listens.address : undefined
}

/** What an address that the trigger listens to is called. */
function titleOf(channel: string, { channels = [] }: Catalog): string {
  if (channel !== ANY_CHANNEL) return channels.find(({ id }) => id === channel)?.addressTitle ?? 'Number'
  const [only, ...others] = channels
  return others.length === 0 ? (only?.addressTitle ?? 'Number') : 'Address'
}

/** Where the form shows the addresses of a trigger. */
function pickerOf({ inputs }: NodeDefinition): string {
  const picker = propertiesOf(inputs).find(([, schema]) => schema['x-ui']?.widget === 'address-picker')
  return picker === undefined ? 'inputs' : `inputs.${picker[0]}`
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
