import type { Catalog } from '../../nodes/node-definition.ts'
import { indexCatalog } from '../catalog-index.ts'
import { buildGraph, type FlowGraph, reachableFrom } from '../graph.ts'
import type { Connection, Flow, FlowNode } from '../schema.ts'
import { addBits, type BitSet, createBitSet, intersectInto, removeBits, replaceBits, uniteInto } from './bit-set.ts'
import { factsOf, type NodeFacts } from './node-facts.ts'

/** What is known about every variable at every action of one flow. */
export interface VariableAnalysis {
  /** Only connections a run can take: exits that exist, the first exit of disabled actions, none into triggers. */
  readonly graph: FlowGraph
  /** Facts of the nodes whose type the catalog knows. */
  readonly facts: ReadonlyMap<number, NodeFacts>
  /** Actions that a run can come to from a trigger that is on. */
  readonly reachable: ReadonlySet<number>
  /** Number of each variable key in the bit sets. */
  readonly indexes: ReadonlyMap<string, number>
  /** What at least one path to the node sets, and what all of them set. */
  readonly before: ReadonlyMap<number, { readonly some: BitSet; readonly all: BitSet }>
}

const analyses = new WeakMap<Flow, { catalog: Catalog; analysis: VariableAnalysis }>()

/** The analysis of a flow, made once per flow object. */
export function analyseVariables(flow: Flow, catalog: Catalog): VariableAnalysis {
  const known = analyses.get(flow)
  if (known?.catalog === catalog) return known.analysis
  const analysis = analyse(flow, catalog)
  analyses.set(flow, { catalog, analysis })
  return analysis
}

function analyse(flow: Flow, catalog: Catalog): VariableAnalysis {
  const facts = allFacts(flow, catalog)
  const graph = buildGraph(flow, { follow: (connection) => canBeTaken(connection, facts) })
  const starts = [...graph.nodes.values()].filter((node) => isStart(node, facts)).map((node) => node.id)
  const reachable = reachableFrom(graph, starts)
  const indexes = numberKeys(facts)
  const before = solve({ graph, facts, indexes, reachable, starts })
  return { graph, facts, reachable, indexes, before }
}

function allFacts(flow: Flow, catalog: Catalog): Map<number, NodeFacts> {
  const { definitions } = indexCatalog(catalog)
  const facts = new Map<number, NodeFacts>()
  for (const node of flow.nodes) {
    const definition = definitions.get(node.type)
    if (definition !== undefined && !facts.has(node.id)) facts.set(node.id, factsOf(node, definition))
  }
  return facts
}

/** Exits of an unknown type are taken to exist, so that one missing definition does not break every path. */
function canBeTaken(connection: Connection, facts: ReadonlyMap<number, NodeFacts>): boolean {
  if (facts.get(connection.to)?.definition.kind === 'trigger') return false
  return facts.get(connection.from)?.openExits.has(connection.exit) ?? true
}

function isStart(node: FlowNode, facts: ReadonlyMap<number, NodeFacts>): boolean {
  return facts.get(node.id)?.definition.kind === 'trigger' && node.disabled !== true
}

function numberKeys(facts: ReadonlyMap<number, NodeFacts>): Map<string, number> {
  const indexes = new Map<string, number>()
  for (const { productions } of facts.values()) {
    for (const { key } of productions) if (!indexes.has(key)) indexes.set(key, indexes.size)
  }
  return indexes
}

interface Problem {
  readonly graph: FlowGraph
  readonly facts: ReadonlyMap<number, NodeFacts>
  readonly indexes: ReadonlyMap<string, number>
  readonly reachable: ReadonlySet<number>
  readonly starts: readonly number[]
}

/**
 * Forward data-flow analysis: visits the nodes in reverse post-order until nothing changes, which is two or
 * three rounds for flows as people draw them. What a predecessor not yet visited sets is left open at first.
 */
function solve(problem: Problem): VariableAnalysis['before'] {
  const { graph, indexes, reachable } = problem
  const { order, entries } = visitOrder(problem)
  const transfers = transfersInto(problem)
  const before = new Map<number, { some: BitSet; all: BitSet }>()
  const work = { some: createBitSet(indexes.size), all: createBitSet(indexes.size), one: createBitSet(indexes.size) }
  for (let changed = true; changed; ) {
    changed = false
    for (const id of order) {
      const sources = (graph.incoming.get(id) ?? []).filter(({ from }) => reachable.has(from) || !reachable.has(id))
      work.some.fill(0)
      work.all.fill(entries.has(id) ? 0 : 0xffffffff)
      for (const connection of sources) {
        const source = before.get(connection.from)
        if (source !== undefined) merge(work, source, transfers(connection))
      }
      changed = settle(before, id, work) || changed
    }
  }
  return before
}

interface Transfer {
  readonly forgets: readonly number[]
  readonly sets: readonly number[]
}

interface Work {
  readonly some: BitSet
  readonly all: BitSet
  readonly one: BitSet
}

function merge(work: Work, source: { some: BitSet; all: BitSet }, { forgets, sets }: Transfer): void {
  for (const [into, from, join] of [
    [work.some, source.some, uniteInto],
    [work.all, source.all, intersectInto],
  ] as const) {
    work.one.set(from)
    removeBits(work.one, forgets)
    addBits(work.one, sets)
    join(into, work.one)
  }
}

function settle(before: Map<number, { some: BitSet; all: BitSet }>, id: number, work: Work): boolean {
  const known = before.get(id)
  if (known === undefined) {
    before.set(id, { some: work.some.slice(), all: work.all.slice() })
    return true
  }
  const someChanged = replaceBits(known.some, work.some)
  return replaceBits(known.all, work.all) || someChanged
}

/** What leaving by a connection's exit sets; the same for all connections of one exit. */
function transfersInto({ facts, indexes }: Problem): (connection: Connection) => Transfer {
  const known = new Map<string, Transfer>()
  return ({ from, exit }) => {
    const key = `${from} ${exit}`
    const transfer = known.get(key) ?? transferOf(facts.get(from), exit, indexes)
    known.set(key, transfer)
    return transfer
  }
}

function transferOf(facts: NodeFacts | undefined, exit: string, indexes: ReadonlyMap<string, number>): Transfer {
  const productions = facts?.productions ?? []
  const bits = (chosen: typeof productions) => chosen.flatMap(({ key }) => indexes.get(key) ?? [])
  return {
    forgets: bits(productions.filter((production) => production.own)),
    sets: bits(productions.filter(({ exits }) => exits === null || exits.includes(exit))),
  }
}

/**
 * All nodes in reverse post-order, first those a trigger leads to. Among the others, actions nothing leads to
 * are taken for beginnings, then the first of each loop that hangs in the air.
 */
function visitOrder({ graph, reachable, starts }: Problem): { order: number[]; entries: Set<number> } {
  const loose = [...graph.nodes.keys()].filter((id) => !reachable.has(id))
  const heads = loose.filter((id) => graph.incoming.get(id)?.length === 0)
  const seen = new Set<number>()
  const entries = new Set<number>()
  const trees: number[][] = []
  for (const id of [...starts, ...heads, ...loose]) {
    if (seen.has(id)) continue
    entries.add(id)
    trees.push(reversePostOrder(graph, id, seen))
  }
  // A later tree may lead into an earlier one, never the other way round.
  return { order: trees.reverse().flat(), entries }
}

function reversePostOrder(graph: FlowGraph, start: number, seen: Set<number>): number[] {
  const order: number[] = []
  const stack = [{ id: start, next: 0 }]
  seen.add(start)
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const to = graph.outgoing.get(top.id)?.[top.next]?.to
    top.next += 1
    if (to === undefined) {
      order.push(top.id)
      stack.pop()
    } else if (!seen.has(to)) {
      seen.add(to)
      stack.push({ id: to, next: 0 })
    }
  }
  return order.reverse()
}
