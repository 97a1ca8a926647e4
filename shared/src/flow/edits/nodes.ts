import type { NodeDefinition } from '../../nodes/node-definition.ts'
import { type InputPath, inputAt, setAt } from '../input-path.ts'
import { type Flow, type FlowNode, MAX_NAME_LENGTH, type Position } from '../schema.ts'
import { editNode, editNodes, without } from './edit-node.ts'

export interface NewNode {
  /** From `nextNodeId`; never one that was used before. */
  readonly id: number
  readonly definition: NodeDefinition
  readonly position: Position
  /** The definition's title when left out. */
  readonly name?: string
}

/** Puts an action with the inputs its definition begins with on the board. */
export function addNode(flow: Flow, { id, definition, position, name }: NewNode): Flow {
  const node: FlowNode = {
    id,
    type: definition.id,
    ...(definition.typeVersion === 1 ? {} : { typeVersion: definition.typeVersion }),
    name: name ?? definition.title,
    position: roundPosition(position),
    inputs: structuredClone(definition.defaults),
  }
  return { ...flow, nodes: [...flow.nodes, node] }
}

/** Takes actions off the board together with every connection they have. */
export function removeNodes(flow: Flow, nodeIds: Iterable<number>): Flow {
  const gone = new Set(nodeIds)
  const nodes = flow.nodes.filter((node) => !gone.has(node.id))
  if (nodes.length === flow.nodes.length) return flow
  const connections = flow.connections.filter(({ from, to }) => !gone.has(from) && !gone.has(to))
  return { ...flow, nodes, connections: keepIfSame(flow.connections, connections) }
}

/** Gives the named actions new places. */
export function moveNodes(flow: Flow, positions: ReadonlyMap<number, Position>): Flow {
  return editNodes(flow, positions.keys(), (node) => {
    const position = roundPosition(positions.get(node.id) ?? node.position)
    return position.x === node.position.x && position.y === node.position.y ? node : { ...node, position }
  })
}

/** Names an action. An empty name changes nothing; a long one is cut. */
export function renameNode(flow: Flow, nodeId: number, name: string): Flow {
  const next = name.trim().slice(0, MAX_NAME_LENGTH)
  return editNode(flow, nodeId, (node) => (next === '' || next === node.name ? node : { ...node, name: next }))
}

/** Sets the free text for colleagues; an empty one is removed. */
export function setNodeNote(flow: Flow, nodeId: number, note: string): Flow {
  return editNode(flow, nodeId, (node) => {
    if (note === (node.note ?? '')) return node
    return note === '' ? without(node, 'note') : { ...node, note }
  })
}

/** Sets one input of an action. `undefined` removes it, and removes a row where the path ends in a number. */
export function setInput(flow: Flow, nodeId: number, path: InputPath, value: unknown): Flow {
  return editNode(flow, nodeId, (node) => {
    if (inputAt(node.inputs, path) === value && (value !== undefined || path.length === 0)) return node
    return { ...node, inputs: setAt(node.inputs, path, value) }
  })
}

/** Gives an action the inputs of another version of its type. */
export function setVersion(
  flow: Flow,
  nodeId: number,
  { typeVersion, inputs }: Required<Pick<FlowNode, 'typeVersion' | 'inputs'>>,
): Flow {
  return editNode(flow, nodeId, (node) => ({ ...node, typeVersion, inputs }))
}

/** Switches actions off or on again. */
export function setDisabled(flow: Flow, nodeIds: Iterable<number>, disabled: boolean): Flow {
  return editNodes(flow, nodeIds, (node) => {
    if ((node.disabled ?? false) === disabled) return node
    return disabled ? { ...node, disabled } : without(node, 'disabled')
  })
}

/** Positions are whole pixels, so that a drag at an odd zoom does not fill files with fractions. */
export function roundPosition(position: Position): Position {
  return { x: Math.round(position.x), y: Math.round(position.y) }
}

function keepIfSame<T>(before: T[], after: T[]): T[] {
  return before.length === after.length ? before : after
}
