import type { FlowProblem, FlowProblemCode } from '../problem.ts'
import type { Connection, Flow, FlowNode } from '../schema.ts'
import type { NodeFacts } from '../variables/node-facts.ts'

interface Known {
  readonly nodes: ReadonlyMap<number, FlowNode>
  readonly facts: ReadonlyMap<number, NodeFacts>
}

/** Both ends of a connection exist, its exit too, no exit is connected twice and nothing leads into a trigger. */
export function checkConnections(flow: Flow, facts: ReadonlyMap<number, NodeFacts>): FlowProblem[] {
  const known: Known = { nodes: new Map(flow.nodes.map((node) => [node.id, node])), facts }
  const taken = new Map<string, Connection>()
  return flow.connections.flatMap((connection, index) => {
    const key = `${connection.from} ${connection.exit}`
    const earlier = taken.get(key)
    if (earlier === undefined) taken.set(key, connection)
    return [
      ...checkEnds(connection, index, known),
      ...checkExit(connection, known),
      ...checkEntry(connection, known),
      ...(earlier === undefined ? [] : [twice(connection, earlier, known)]),
    ]
  })
}

function checkEnds(connection: Connection, index: number, { nodes, facts }: Known): FlowProblem[] {
  const { from, exit, to } = connection
  if (!nodes.has(from)) {
    const message = `A connection begins at #${from}, which is not on the board. Remove it.`
    return [{ severity: 'error', path: `connections[${index}]`, code: 'DANGLING_CONNECTION', message }]
  }
  if (nodes.has(to)) return []
  const label = labelOf(facts.get(from), exit)
  const message = `${label} leads to #${to}, which is not on the board. Connect it to another action, or remove it.`
  return [problem(connection, 'DANGLING_CONNECTION', message)]
}

function checkExit(connection: Connection, { nodes, facts }: Known): FlowProblem[] {
  const { from, exit } = connection
  const source = facts.get(from)
  if (source === undefined || source.exits.some(({ id }) => id === exit)) return []
  const message = `#${from} ${nodes.get(from)?.name ?? ''} has no exit \`${exit}\` now, but a connection leaves it. Connect another exit, or remove it.`
  return [problem(connection, 'UNKNOWN_EXIT', message)]
}

function checkEntry(connection: Connection, { nodes, facts }: Known): FlowProblem[] {
  const { to } = connection
  if (facts.get(to)?.definition.kind !== 'trigger') return []
  const message = `#${to} ${nodes.get(to)?.name ?? ''} is a trigger: it starts the flow, so nothing leads to it. Remove the connection.`
  return [problem(connection, 'TRIGGER_HAS_ENTRY', message)]
}

function twice(connection: Connection, earlier: Connection, { facts }: Known): FlowProblem {
  const label = labelOf(facts.get(connection.from), connection.exit)
  const both = `#${earlier.to} and #${connection.to}`
  return problem(connection, 'EXIT_CONNECTED_TWICE', `${label} is connected to ${both}. Keep one connection.`)
}

function labelOf(facts: NodeFacts | undefined, exit: string): string {
  return facts?.exits.find(({ id }) => id === exit)?.label ?? `Exit \`${exit}\``
}

function problem({ from, exit }: Connection, code: FlowProblemCode, message: string): FlowProblem {
  return { severity: 'error', nodeId: from, path: `exits.${exit}`, code, message }
}
