import { tokenText } from '../../expressions/index.ts'
import type { Catalog } from '../../nodes/node-definition.ts'
import { downstreamOf } from '../graph.ts'
import type { Flow, FlowNode } from '../schema.ts'
import { analyseVariables, type VariableAnalysis } from './analysis.ts'
import type { AvailableVariable, VariableStatus } from './available-variable.ts'
import { hasBit } from './bit-set.ts'
import { keyOf, type NodeFacts, type Production } from './node-facts.ts'
import { type PeopleGroup, peopleGroups } from './people-fields.ts'

/** The variables that the inputs of an action may use: nearest producer first, system groups last. */
export function variablesAt(flow: Flow, catalog: Catalog, nodeId: number): AvailableVariable[] {
  const analysis = analyseVariables(flow, catalog)
  const before = analysis.values.before.get(nodeId)
  const system = analysis.system.list.map((variable) => ({
    ...variable,
    certain: isCertain(analysis, nodeId, variable),
  }))
  if (before === undefined) return system
  const taken = new Set<string>()
  const variables: AvailableVariable[] = []
  for (const [producerId, exits] of nearestProducers(analysis, nodeId)) {
    const node = analysis.graph.nodes.get(producerId)
    const facts = analysis.facts.get(producerId)
    if (node === undefined || facts === undefined) continue
    for (const production of facts.productions) {
      const index = analysis.values.indexes.get(production.key)
      if (index === undefined || !production.listed || taken.has(production.key)) continue
      if (!leavesBy(production, exits) || !hasBit(before.some, index)) continue
      taken.add(production.key)
      variables.push(available(production, node, facts, hasBit(before.all, index)))
    }
  }
  return [...variables, ...system]
}

/** How a reference such as `['EXTCALL_2', 'statusCode']` stands at an action: drives pills and problems. */
export function variableStatus(
  flow: Flow,
  catalog: Catalog,
  nodeId: number,
  path: readonly (string | number)[],
): VariableStatus {
  return statusIn(analyseVariables(flow, catalog), nodeId, path)
}

/** `variableStatus` for callers that hold the analysis already. */
export function statusIn(
  analysis: VariableAnalysis,
  nodeId: number,
  path: readonly (string | number)[],
): VariableStatus {
  const system = analysis.system.statusOf(path)
  if (system === 'unknown-field') return 'unknown'
  if (system === 'known') return isPeople(path[0]) ? statusOfPeople(analysis, nodeId, path[0]) : 'certain'
  const index = indexOf(analysis, path)
  const before = analysis.values.before.get(nodeId)
  if (index !== undefined && before !== undefined && hasBit(before.some, index)) {
    return hasBit(before.all, index) ? 'certain' : 'some'
  }
  if (!analysis.reachable.has(nodeId)) return 'unconnected'
  return index === undefined ? 'unknown' : 'unset'
}

function isPeople(name: unknown): name is PeopleGroup {
  return peopleGroups.some((group) => group === name)
}

function isCertain(analysis: VariableAnalysis, nodeId: number, { path: [name] }: AvailableVariable): boolean {
  return !isPeople(name) || statusOfPeople(analysis, nodeId, name) !== 'some'
}

/** Without a contact its values are empty, which is no fault: so it counts as set on some paths at least. */
function statusOfPeople(analysis: VariableAnalysis, nodeId: number, group: PeopleGroup): VariableStatus {
  if (!analysis.reachable.has(nodeId)) return 'unconnected'
  const index = analysis.values.indexes.get(keyOf([group]))
  const before = analysis.values.before.get(nodeId)
  return index !== undefined && before !== undefined && hasBit(before.all, index) ? 'certain' : 'some'
}

/**
 * Whether an action that may run after this one, or this one itself, sets what a reference names. After a trigger that
 * starts at the end of a run, every action of the flow may have run.
 */
export function isSetAfter(analysis: VariableAnalysis, nodeId: number, path: readonly (string | number)[]): boolean {
  const keys = new Set([keyOf(path.slice(0, 2)), keyOf(path.slice(0, 1))])
  const after = whatRunsBeforeEnd(analysis, nodeId)
  return after.some((id) => analysis.facts.get(id)?.productions.some(({ key }) => keys.has(key)) === true)
}

function whatRunsBeforeEnd({ facts, graph }: VariableAnalysis, nodeId: number): readonly number[] {
  const listens = facts.get(nodeId)?.definition.listens
  const isEnd = listens !== undefined && 'end' in listens
  return isEnd ? [...facts.keys()].filter((id) => id !== nodeId) : [nodeId, ...downstreamOf(graph, nodeId)]
}

/** The variables that inputs for the end of a run may use: what came before the action, and what may run after it. */
export function variablesAtEnd(flow: Flow, catalog: Catalog, nodeId: number): AvailableVariable[] {
  const analysis = analyseVariables(flow, catalog)
  const before = variablesAt(flow, catalog, nodeId)
  const taken = new Set(before.map(({ token }) => token))
  const later = whatRunsBeforeEnd(analysis, nodeId).flatMap((id) => {
    const node = analysis.graph.nodes.get(id)
    const facts = analysis.facts.get(id)
    if (node === undefined || facts === undefined) return []
    return facts.productions
      .filter(({ listed }) => listed)
      .map((production) => available(production, node, facts, false))
  })
  return [...later.filter(({ token }) => !taken.has(token)), ...before]
}

/** `variableStatus` for inputs for the end of a run. */
export function variableStatusAtEnd(
  flow: Flow,
  catalog: Catalog,
  nodeId: number,
  path: readonly (string | number)[],
): VariableStatus {
  const status = variableStatus(flow, catalog, nodeId, path)
  const isUnset = status === 'unset' || status === 'unknown'
  return isUnset && isSetAfter(analyseVariables(flow, catalog), nodeId, path) ? 'some' : status
}

/** An action's outputs are known by name and field; flow-wide variables by name alone, whatever follows it. */
function indexOf({ values }: VariableAnalysis, path: readonly (string | number)[]): number | undefined {
  const field = values.indexes.get(keyOf(path.slice(0, 2)))
  if (field !== undefined) return field
  const isOutput = path.length > 1 && values.roots.has(String(path[0]))
  return isOutput ? undefined : values.indexes.get(keyOf(path.slice(0, 1)))
}

/** The actions before a node, nearest first, each with the exits by which a run comes from it to the node. */
function nearestProducers(analysis: VariableAnalysis, nodeId: number): Map<number, Set<string>> {
  const producers = new Map<number, Set<string>>()
  const seen = new Set([nodeId])
  for (const id of seen) {
    for (const { from, exit } of analysis.graph.incoming.get(id) ?? []) {
      const exits = producers.get(from) ?? new Set()
      producers.set(from, exits.add(exit))
      seen.add(from)
    }
  }
  return producers
}

function leavesBy(production: Production, exits: ReadonlySet<string>): boolean {
  return production.exits === null || production.exits.some((exit) => exits.has(exit))
}

function available(
  { path, title, type, sample }: Production,
  node: FlowNode,
  { definition }: NodeFacts,
  certain: boolean,
): AvailableVariable {
  const producer = { nodeId: node.id, name: node.name, type: node.type, category: definition.category }
  return { token: tokenText(path), path, title, producer, certain, type, ...(sample === undefined ? {} : { sample }) }
}
