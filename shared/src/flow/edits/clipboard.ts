import type { Catalog } from '../../nodes/node-definition.ts'
import type { Connection, Flow, FlowNode, Position } from '../schema.ts'

/** Actions taken from a board with the connections among them. */
export interface FlowClip {
  readonly nodes: readonly FlowNode[]
  readonly connections: readonly Connection[]
}

export interface PasteOptions {
  /** Id of the first new action; the others follow. From `nextNodeId`. */
  readonly firstId: number
  /** How far the copies stand from where the originals stood. */
  readonly offset: Position
}

export interface PasteResult {
  readonly flow: Flow
  /** New Action IDs by the ids in the clip. */
  readonly ids: ReadonlyMap<number, number>
}

export function copyNodes(flow: Flow, nodeIds: Iterable<number>): FlowClip {
  const wanted = new Set(nodeIds)
  return {
    nodes: flow.nodes.filter((node) => wanted.has(node.id)),
    connections: flow.connections.filter(({ from, to }) => wanted.has(from) && wanted.has(to)),
  }
}

/** Adds a clip under new ids; variables of copied actions (`$EXTCALL_2.…`) follow the copies. */
export function pasteNodes(flow: Flow, _catalog: Catalog, _clip: FlowClip, _options: PasteOptions): PasteResult {
  return { flow, ids: new Map() }
}

/** Copies actions within a flow. */
export function duplicateNodes(
  flow: Flow,
  catalog: Catalog,
  nodeIds: Iterable<number>,
  options: PasteOptions,
): PasteResult {
  return pasteNodes(flow, catalog, copyNodes(flow, nodeIds), options)
}
