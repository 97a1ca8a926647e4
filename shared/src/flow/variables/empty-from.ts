import { listReferences } from '../../expressions/index.ts'
import type { Catalog } from '../../nodes/node-definition.ts'
import { upstreamOf } from '../graph.ts'
import { isRecord } from '../input-path.ts'
import type { Flow, FlowNode } from '../schema.ts'
import { analyseVariables, isStart, type VariableAnalysis } from './analysis.ts'
import { statusIn } from './available-variables.ts'
import { isBranch, keyOf, type NodeFacts } from './node-facts.ts'

type Path = readonly (string | number)[]

/**
 * The trigger after which a variable may be empty at an action, although the trigger sets it or another one does;
 * undefined where there is none, or where an action on the way sets the variable.
 */
export function emptyFrom(analysis: VariableAnalysis, nodeId: number, path: Path): FlowNode | undefined {
  const { graph, facts } = analysis
  const key = keyOf(path.slice(0, 1))
  const before = [...upstreamOf(graph, nodeId)]
  const isSetByAction = before.some((id) => !isTrigger(facts.get(id)) && sets(facts.get(id), key))
  if (isSetByAction) return undefined
  return before
    .flatMap((id) => graph.nodes.get(id) ?? [])
    .find((node) => isStart(node, facts) && mayBringNone(analysis, node.id, key))
}

/** Whether the trigger's own inputs name the variable, as an Expected Input does: its author chose that it may be empty. */
export function isNamedBy({ inputs }: FlowNode, path: Path): boolean {
  return textsIn(inputs).includes(String(path[0]))
}

/** Whether an action before this one takes its way by the variable: then the author has thought of an empty one. */
export function isDecidedBefore({ graph, facts }: VariableAnalysis, nodeId: number, path: Path): boolean {
  return [...upstreamOf(graph, nodeId)].some((id) => {
    const node = graph.nodes.get(id)
    const fact = facts.get(id)
    if (node === undefined || fact === undefined || isTrigger(fact) || !isBranch(fact)) return false
    return textsIn(node.inputs).some((text) => listReferences(text).some(({ name }) => name === path[0]))
  })
}

/**
 * Whether a run always has a value for the variable when it comes to this action. Of an action that no trigger leads to
 * yet: whether one of the flow's triggers brings a value, or there is none yet.
 */
export function isSurelySet(flow: Flow, catalog: Catalog, nodeId: number, path: Path): boolean {
  const analysis = analyseVariables(flow, catalog)
  const status = statusIn(analysis, nodeId, path)
  if (status === 'certain') return emptyFrom(analysis, nodeId, path) === undefined
  if (status !== 'unconnected') return false
  const triggers = startsOf(analysis)
  return triggers.length === 0 || triggers.some(({ id }) => !mayBringNone(analysis, id, keyOf(path.slice(0, 1))))
}

/** A trigger at the end of a run brings what the run had. */
function mayBringNone(analysis: VariableAnalysis, id: number, key: string): boolean {
  const fact = analysis.facts.get(id)
  if (!sets(fact, key)) return true
  if (!isEnd(fact)) {
    return fact?.productions.every((production) => production.key !== key || production.mayBeEmpty === true) === true
  }
  const starts = startsOf(analysis).filter((node) => !isEnd(analysis.facts.get(node.id)))
  return starts.some((node) => mayBringNone(analysis, node.id, key))
}

function startsOf({ graph, facts }: VariableAnalysis): readonly FlowNode[] {
  return [...graph.nodes.values()].filter((node) => isStart(node, facts))
}

function sets(facts: NodeFacts | undefined, key: string): boolean {
  return facts?.productions.some((production) => production.key === key) === true
}

function isTrigger(facts: NodeFacts | undefined): boolean {
  return facts?.definition.kind === 'trigger'
}

function isEnd(facts: NodeFacts | undefined): boolean {
  const listens = facts?.definition.listens
  return listens !== undefined && 'end' in listens
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value]
  if (Array.isArray(value)) return value.flatMap(textsIn)
  return isRecord(value) ? Object.values(value).flatMap(textsIn) : []
}
