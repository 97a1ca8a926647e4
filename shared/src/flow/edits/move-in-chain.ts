import type { Catalog } from '../../nodes/node-definition.ts'
import { indexCatalog } from '../catalog-index.ts'
import { exitsOf, isFailureExit } from '../exits.ts'
import { connectionAt, nodeById } from '../graph.ts'
import type { Connection, Flow } from '../schema.ts'
import { connect, disconnect } from './connections.ts'
import { moveNodes } from './nodes.ts'

/**
 * Lets an action and the one before it change places: in `A → B → rest` B then runs first. Their other exits,
 * On Failure among them, stay with them. Null where it is not plain what "before" means: when the action
 * before is a trigger or branches, when other actions lead here too, or when the two form a loop.
 */
export function moveEarlier(flow: Flow, catalog: Catalog, nodeId: number): Flow | null {
  const [entry, ...others] = flow.connections.filter(({ to }) => to === nodeId)
  if (entry === undefined || others.length > 0) return null
  return swap(flow, catalog, entry)
}

/** Lets an action and the one that follows it change places; null in the same cases as `moveEarlier`. */
export function moveLater(flow: Flow, catalog: Catalog, nodeId: number): Flow | null {
  const exit = throughExit(flow, catalog, nodeId)
  const next = exit === null ? undefined : connectionAt(flow, nodeId, exit)
  return next === undefined ? null : moveEarlier(flow, catalog, next.to)
}

function swap(flow: Flow, catalog: Catalog, { from: first, exit, to: second }: Connection): Flow | null {
  const onward = throughExit(flow, catalog, second)
  if (exit !== throughExit(flow, catalog, first) || onward === null || isTrigger(flow, catalog, first)) return null
  if (first === second || flow.connections.some(({ from, to }) => from === second && to === first)) return null
  const rest = connectionAt(flow, second, onward)
  let next: Flow = {
    ...flow,
    connections: flow.connections.map((connection) =>
      connection.to === first && connection.from !== first ? { ...connection, to: second } : connection,
    ),
  }
  next = connect(next, { from: second, exit: onward, to: first })
  next = rest ? connect(next, { from: first, exit, to: rest.to }) : disconnect(next, { from: first, exit })
  return swapPlaces(next, first, second)
}

/** The one exit by which a run goes on when nothing fails; null for an action that branches or has no exit. */
function throughExit(flow: Flow, catalog: Catalog, nodeId: number): string | null {
  const node = nodeById(flow, nodeId)
  const definition = node && indexCatalog(catalog).definitions.of(node)
  if (!node || !definition) return null
  const [through, ...others] = exitsOf(definition, node.inputs).filter(({ id }) => !isFailureExit(id))
  return through === undefined || others.length > 0 ? null : through.id
}

function isTrigger(flow: Flow, catalog: Catalog, nodeId: number): boolean {
  const node = nodeById(flow, nodeId)
  return node !== undefined && indexCatalog(catalog).definitions.of(node)?.kind === 'trigger'
}

function swapPlaces(flow: Flow, first: number, second: number): Flow {
  const a = nodeById(flow, first)
  const b = nodeById(flow, second)
  if (!a || !b) return flow
  return moveNodes(
    flow,
    new Map([
      [first, b.position],
      [second, a.position],
    ]),
  )
}
