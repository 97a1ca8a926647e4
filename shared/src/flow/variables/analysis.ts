import type { Catalog } from '../../nodes/node-definition.ts'
import { indexCatalog } from '../catalog-index.ts'
import { buildGraph, type FlowGraph, reachableFrom } from '../graph.ts'
import type { Connection, Flow, FlowNode } from '../schema.ts'
import { factsOf, type NodeFacts } from './node-facts.ts'
import { solveVariables, type VariableValues } from './solve-variables.ts'
import { type SystemVariables, systemVariablesOf } from './system-variables.ts'

/** What is known about every variable at every action of one flow. */
export interface VariableAnalysis {
  /** Only connections a run can take: exits that exist, the first exit of disabled actions, none into triggers. */
  readonly graph: FlowGraph
  /** Facts of the nodes whose type the catalog knows. */
  readonly facts: ReadonlyMap<number, NodeFacts>
  /** Actions that a run can come to from a trigger that is on. */
  readonly reachable: ReadonlySet<number>
  readonly values: VariableValues
  /** The groups that no action sets. */
  readonly system: SystemVariables
}

interface Remembered {
  readonly catalog: Catalog
  readonly analysis: VariableAnalysis
}

const byFlow = new WeakMap<Flow, Remembered>()
const byConnections = new WeakMap<Flow['connections'], Remembered>()

/**
 * The analysis of a flow, made once per flow object. Most edits change neither a connection nor what an action
 * sets; after these the solution of the flow before is used again.
 */
export function analyseVariables(flow: Flow, catalog: Catalog): VariableAnalysis {
  const known = byFlow.get(flow)
  if (known?.catalog === catalog) return known.analysis
  const before = byConnections.get(flow.connections)
  const analysis = analyse(flow, catalog, before?.catalog === catalog ? before.analysis : undefined)
  byFlow.set(flow, { catalog, analysis })
  byConnections.set(flow.connections, { catalog, analysis })
  return analysis
}

function analyse(flow: Flow, catalog: Catalog, before: VariableAnalysis | undefined): VariableAnalysis {
  const facts = allFacts(flow, catalog)
  const graph = buildGraph(flow, { follow: (connection) => canBeTaken(connection, facts) })
  if (before !== undefined && isAlike(before, graph, facts)) return { ...before, graph, facts }
  const starts = [...graph.nodes.values()].filter((node) => isStart(node, facts)).map((node) => node.id)
  const reachable = reachableFrom(graph, starts)
  const values = solveVariables({ graph, facts, reachable, starts })
  return { graph, facts, reachable, values, system: systemVariablesOf(catalog) }
}

/** Whether the same actions set the same variables on the same exits; connections are the same object. */
function isAlike(before: VariableAnalysis, graph: FlowGraph, facts: VariableAnalysis['facts']): boolean {
  if (before.graph.nodes.size !== graph.nodes.size) return false
  for (const [id, node] of graph.nodes) {
    const was = before.graph.nodes.get(id)
    if (was === node) continue
    if (was === undefined || (was.disabled ?? false) !== (node.disabled ?? false)) return false
    if (before.facts.get(id)?.signature !== facts.get(id)?.signature) return false
  }
  return true
}

function allFacts(flow: Flow, catalog: Catalog): Map<number, NodeFacts> {
  const { definitions } = indexCatalog(catalog)
  const facts = new Map<number, NodeFacts>()
  for (const node of flow.nodes) {
    const definition = definitions.of(node)
    if (definition !== undefined && !facts.has(node.id)) facts.set(node.id, factsOf(node, definition))
  }
  return facts
}

/** Exits of an unknown type are taken to exist, so that one missing definition does not break every path. */
function canBeTaken(connection: Connection, facts: ReadonlyMap<number, NodeFacts>): boolean {
  if (facts.get(connection.to)?.definition.kind === 'trigger') return false
  return facts.get(connection.from)?.openExits.has(connection.exit) ?? true
}

/** Whether a run may begin with this node. */
export function isStart(node: FlowNode, facts: ReadonlyMap<number, NodeFacts>): boolean {
  return facts.get(node.id)?.definition.kind === 'trigger' && node.disabled !== true
}
