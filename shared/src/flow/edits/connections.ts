import type { Catalog } from '../../nodes/node-definition.ts'
import { indexCatalog } from '../catalog-index.ts'
import { exitsOf } from '../exits.ts'
import { nodeById } from '../graph.ts'
import type { Connection, Flow } from '../schema.ts'

/** An exit of an action: where a connection begins. */
export interface ExitRef {
  readonly from: number
  readonly exit: string
}

/**
 * Why a connection may not be drawn, as a sentence, or null when it may. Loops are allowed. `connect` itself
 * does not ask, so that a document with unknown types can still be edited.
 */
export function refuseConnection(flow: Flow, catalog: Catalog, connection: Connection): string | null {
  const { definitions } = indexCatalog(catalog)
  const source = nodeById(flow, connection.from)
  const target = nodeById(flow, connection.to)
  if (source === undefined || target === undefined) return 'This action is no longer on the board.'
  const definition = definitions.of(source)
  if (definitions.of(target)?.kind === 'trigger') {
    return `#${target.id} ${target.name} is a trigger. It starts the flow, so nothing leads to it.`
  }
  if (definition !== undefined && !exitsOf(definition, source.inputs).some((exit) => exit.id === connection.exit)) {
    return `#${source.id} ${source.name} has no exit of that name any more.`
  }
  return null
}

/** Connects an exit to an action. What the exit was connected to before is replaced. */
export function connect(flow: Flow, { from, exit, to }: Connection): Flow {
  const own = flow.connections.filter((connection) => leaves(connection, { from, exit }))
  if (own.length === 1 && own[0]?.to === to) return flow
  const [first] = own
  if (first === undefined) return { ...flow, connections: [...flow.connections, { from, exit, to }] }
  const connections = flow.connections.flatMap((connection) => {
    if (connection === first) return [{ from, exit, to }]
    return own.includes(connection) ? [] : [connection]
  })
  return { ...flow, connections }
}

/** Removes whatever leaves an exit. */
export function disconnect(flow: Flow, exit: ExitRef): Flow {
  const connections = flow.connections.filter((connection) => !leaves(connection, exit))
  return connections.length === flow.connections.length ? flow : { ...flow, connections }
}

/** Moves one end of a connection elsewhere, or both. */
export function reconnect(flow: Flow, before: Connection, after: Connection): Flow {
  if (before.from === after.from && before.exit === after.exit) return connect(flow, after)
  return connect(disconnect(flow, before), after)
}

/**
 * Puts an action that is on the board into a connection: the connection then leads to it, and from its exit
 * `through` on to where the connection led.
 */
export function insertOnConnection(flow: Flow, connection: Connection, node: { id: number; through: string }): Flow {
  const { from, exit, to } = connection
  if (node.id === from || node.id === to) return flow
  return connect(connect(flow, { from, exit, to: node.id }), { from: node.id, exit: node.through, to })
}

function leaves(connection: Connection, { from, exit }: ExitRef): boolean {
  return connection.from === from && connection.exit === exit
}
