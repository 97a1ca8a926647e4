import type { Catalog } from '../nodes/node-definition.ts'
import { indexCatalog } from './catalog-index.ts'
import type { Connection, Flow, FlowNode } from './schema.ts'

/** A flow prepared for questions about its connections. Cycles are allowed; dangling connections are left out. */
export interface FlowGraph {
  /** By Action ID, in document order; of nodes that share an id the first. */
  readonly nodes: ReadonlyMap<number, FlowNode>
  readonly outgoing: ReadonlyMap<number, readonly Connection[]>
  readonly incoming: ReadonlyMap<number, readonly Connection[]>
}

export interface GraphOptions {
  /** Leaves out the connections for which this is false, such as those of an exit that is gone. */
  readonly follow?: (connection: Connection) => boolean
}

export function buildGraph(flow: Flow, options: GraphOptions = {}): FlowGraph {
  const nodes = new Map<number, FlowNode>()
  const outgoing = new Map<number, Connection[]>()
  const incoming = new Map<number, Connection[]>()
  for (const node of flow.nodes) {
    if (nodes.has(node.id)) continue
    nodes.set(node.id, node)
    outgoing.set(node.id, [])
    incoming.set(node.id, [])
  }
  for (const connection of flow.connections) {
    if (options.follow?.(connection) === false) continue
    const out = outgoing.get(connection.from)
    const into = incoming.get(connection.to)
    if (out === undefined || into === undefined) continue
    out.push(connection)
    into.push(connection)
  }
  return { nodes, outgoing, incoming }
}

/** The nodes that a run can come to from any of `starts`, these included. */
export function reachableFrom(graph: FlowGraph, starts: Iterable<number>): Set<number> {
  const known = [...starts].filter((id) => graph.nodes.has(id))
  return spread(known, (id) => (graph.outgoing.get(id) ?? []).map((connection) => connection.to))
}

/** The nodes that may run before `nodeId`. The node itself belongs to them only where it stands in a loop. */
export function upstreamOf(graph: FlowGraph, nodeId: number): Set<number> {
  const before = (id: number) => (graph.incoming.get(id) ?? []).map((connection) => connection.from)
  return spread(before(nodeId), before)
}

/** The nodes that may run after `nodeId`. The node itself belongs to them only where it stands in a loop. */
export function downstreamOf(graph: FlowGraph, nodeId: number): Set<number> {
  const after = (id: number) => (graph.outgoing.get(id) ?? []).map((connection) => connection.to)
  return spread(after(nodeId), after)
}

function spread(starts: readonly number[], next: (id: number) => readonly number[]): Set<number> {
  const seen = new Set(starts)
  for (const id of seen) for (const neighbour of next(id)) seen.add(neighbour)
  return seen
}

/** The node with this Action ID. */
export function nodeById(flow: Flow, nodeId: number): FlowNode | undefined {
  return flow.nodes.find((node) => node.id === nodeId)
}

/** Where the connection of an exit leads, or undefined while the exit is open. */
export function connectionAt(flow: Flow, from: number, exit: string): Connection | undefined {
  return flow.connections.find((connection) => connection.from === from && connection.exit === exit)
}

/** The trigger actions of a flow in document order. */
export function triggersOf(flow: Flow, catalog: Catalog): FlowNode[] {
  const { definitions } = indexCatalog(catalog)
  return flow.nodes.filter((node) => definitions.of(node)?.kind === 'trigger')
}

/** The Action ID a new node gets: above every id in the flow and not below `atLeast`, as ids are never reused. */
export function nextNodeId(flow: Flow, atLeast = 1): number {
  return flow.nodes.reduce((next, node) => Math.max(next, node.id + 1), atLeast)
}
