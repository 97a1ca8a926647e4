import type { FlowGraph } from '../graph.ts'
import { addBits, type BitSet, createBitSet, intersectInto, removeBits, replaceBits, uniteInto } from './bit-set.ts'
import { type NodeFacts, pathOfKey } from './node-facts.ts'

/** Which variables are set when a run comes to each action. */
export interface VariableValues {
  /** Number of each variable key in the bit sets. */
  readonly indexes: ReadonlyMap<string, number>
  /** The paths of the variables by their number. */
  readonly paths: readonly (readonly string[])[]
  /** First names that have fields: `EXTCALL_2`. */
  readonly roots: ReadonlySet<string>
  /** What at least one path to the node sets, and what all of them set. */
  readonly before: ReadonlyMap<number, Values>
}

interface Values {
  readonly some: BitSet
  readonly all: BitSet
}

interface Question {
  readonly graph: FlowGraph
  readonly facts: ReadonlyMap<number, NodeFacts>
  readonly reachable: ReadonlySet<number>
  readonly starts: readonly number[]
}

/**
 * Forward data-flow analysis. Nodes are visited in reverse post-order, again only when something before them has
 * changed, until nothing does; every other round goes backwards, so that what comes by many loops in a row needs
 * few rounds. What a predecessor not yet visited sets is left open at first.
 */
export function solveVariables(question: Question): VariableValues {
  const indexes = numberKeys(question.facts)
  const { order, entries } = visitOrder(question)
  const arrivals = arrivalsOf(question, indexes)
  const before = new Map<number, Values>()
  const work = { some: createBitSet(indexes.size), all: createBitSet(indexes.size), one: createBitSet(indexes.size) }
  const due = new Set(order)
  const backwards = order.toReversed()
  for (let round = 0; due.size > 0; round += 1) {
    for (const id of round % 2 === 0 ? order : backwards) {
      if (!due.delete(id)) continue
      gather(work, arrivals.get(id) ?? [], before, entries.has(id))
      if (!settle(before, id, work)) continue
      for (const { to } of question.graph.outgoing.get(id) ?? []) due.add(to)
    }
  }
  const paths = [...indexes.keys()].map(pathOfKey)
  const roots = new Set(paths.flatMap(([name = '', field]) => (field === undefined ? [] : [name])))
  return { indexes, paths, roots, before }
}

function numberKeys(facts: ReadonlyMap<number, NodeFacts>): Map<string, number> {
  const indexes = new Map<string, number>()
  for (const { productions } of facts.values()) {
    for (const { key } of productions) if (!indexes.has(key)) indexes.set(key, indexes.size)
  }
  return indexes
}

/** One connection into a node: what leaving its source by that exit forgets and sets. */
interface Arrival {
  readonly from: number
  readonly forgets: readonly number[]
  readonly sets: readonly number[]
}

/** Connections from actions that never run do not count at those that do. */
function arrivalsOf(
  { graph, facts, reachable }: Question,
  indexes: ReadonlyMap<string, number>,
): ReadonlyMap<number, readonly Arrival[]> {
  const arrivals = new Map<number, Arrival[]>()
  for (const [id, incoming] of graph.incoming) {
    const counted = incoming.filter(({ from }) => reachable.has(from) || !reachable.has(id))
    arrivals.set(
      id,
      counted.map(({ from, exit }) => arrivalBy(from, exit, facts.get(from), indexes)),
    )
  }
  return arrivals
}

function arrivalBy(
  from: number,
  exit: string,
  facts: NodeFacts | undefined,
  indexes: ReadonlyMap<string, number>,
): Arrival {
  const forgets: number[] = []
  const sets: number[] = []
  for (const { key, own, exits } of facts?.productions ?? []) {
    const index = indexes.get(key)
    if (index === undefined) continue
    if (own) forgets.push(index)
    if (exits === null || exits.includes(exit)) sets.push(index)
  }
  return { from, forgets, sets }
}

interface Work extends Values {
  readonly one: BitSet
}

/** Joins everything that arrives: `some` by union, `all` by intersection. A run that begins has nothing. */
function gather(work: Work, arrivals: readonly Arrival[], before: ReadonlyMap<number, Values>, isEntry: boolean): void {
  work.some.fill(0)
  work.all.fill(isEntry ? 0 : 0xffffffff)
  for (const { from, forgets, sets } of arrivals) {
    const source = before.get(from)
    if (source === undefined) continue
    uniteInto(work.some, leave(work.one, source.some, forgets, sets))
    intersectInto(work.all, leave(work.one, source.all, forgets, sets))
  }
}

function leave(one: BitSet, values: BitSet, forgets: readonly number[], sets: readonly number[]): BitSet {
  one.set(values)
  removeBits(one, forgets)
  addBits(one, sets)
  return one
}

/** Stores what was gathered and says whether it is news. */
function settle(before: Map<number, Values>, id: number, work: Work): boolean {
  const known = before.get(id)
  if (known === undefined) {
    before.set(id, { some: work.some.slice(), all: work.all.slice() })
    return true
  }
  const someChanged = replaceBits(known.some, work.some)
  return replaceBits(known.all, work.all) || someChanged
}

/**
 * All nodes in reverse post-order, first those a trigger leads to. Among the others, actions nothing leads to
 * are taken for beginnings, then the first of each loop that hangs in the air.
 */
function visitOrder({ graph, reachable, starts }: Question): { order: number[]; entries: Set<number> } {
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
