import type { Flow, FlowNode } from '@patchbay/shared/flow'
import { exitsOf } from '@patchbay/shared/flow'
import type { NodeDefinition } from '@patchbay/shared/nodes'
import type { Edge, Node } from '@xyflow/react'
import type { ConnectionKey, Selection } from '../editor/store/editor-state.ts'
import { BLOCK_WIDTH, blockHeight } from './geometry.ts'
import { connectionId } from './run-view.ts'

/** One jack of a block. */
export interface BlockExit {
  readonly id: string
  readonly label: string
  readonly connected: boolean
  /** A connection leaves here although the action has no such exit any more. */
  readonly gone: boolean
}

/** What a block draws from. Keeps its identity while nothing of it changes, so that only changed blocks redraw. */
export interface BlockData extends Record<string, unknown> {
  readonly node: FlowNode
  /** Null for a type that the catalog does not know. */
  readonly definition: NodeDefinition | null
  readonly exits: readonly BlockExit[]
  readonly hasEntry: boolean
  readonly entryConnected: boolean
}

export type BlockNode = Node<BlockData, 'block'>
export type WireEdge = Edge<Record<string, never>, 'wire'>

/** The entry socket's name towards React Flow. */
export const ENTRY_HANDLE = 'entry'

export type Definitions = ReadonlyMap<string, NodeDefinition>

/** The exits that a block shows: its own, then those that only a left-over connection knows. */
export function blockExits(
  node: FlowNode,
  definition: NodeDefinition | null,
  connected: ReadonlySet<string>,
): BlockExit[] {
  const own = definition ? exitsOf(definition, node.inputs) : []
  const known = new Set(own.map((exit) => exit.id))
  return [
    ...own.map((exit) => ({ ...exit, connected: connected.has(exit.id), gone: false })),
    ...[...connected].filter((id) => !known.has(id)).map((id) => ({ id, label: id, connected: true, gone: true })),
  ]
}

/**
 * Turns flow documents into React Flow's nodes and edges. The document is the truth; sizes, selection and drags
 * under way live only in React Flow's objects and are carried over from `previous`.
 */
export function createCanvasAdapter(definitions: Definitions) {
  const known = new WeakMap<FlowNode, { readonly key: string; readonly data: BlockData }>()

  function dataOf(node: FlowNode, connected: ReadonlySet<string>, entryConnected: boolean): BlockData {
    const key = `${[...connected].join('\u0000')}|${entryConnected}`
    const cached = known.get(node)
    if (cached?.key === key) return cached.data
    const definition = definitions.get(node.type) ?? null
    const data: BlockData = {
      node,
      definition,
      exits: blockExits(node, definition, connected),
      hasEntry: definition?.kind !== 'trigger',
      entryConnected,
    }
    known.set(node, { key, data })
    return data
  }

  function toNodes(document: Flow, selection: Selection, previous: readonly BlockNode[]): BlockNode[] {
    const before = new Map(previous.map((node) => [node.id, node]))
    const { outgoing, entered } = connectedJacks(document)
    const selected = new Set(selection.nodeIds)
    const seen = new Set<number>()
    return document.nodes.flatMap((node) => {
      if (seen.has(node.id)) return []
      seen.add(node.id)
      const data = dataOf(node, outgoing.get(node.id) ?? noExits, entered.has(node.id))
      return [carryOver(before.get(String(node.id)), node, data, selected.has(node.id))]
    })
  }

  return { toNodes, toEdges }
}

const noExits: ReadonlySet<string> = new Set()

function connectedJacks(document: Flow) {
  const outgoing = new Map<number, Set<string>>()
  const entered = new Set<number>()
  for (const connection of document.connections) {
    outgoing.set(connection.from, (outgoing.get(connection.from) ?? new Set()).add(connection.exit))
    entered.add(connection.to)
  }
  return { outgoing, entered }
}

function carryOver(previous: BlockNode | undefined, node: FlowNode, data: BlockData, selected: boolean): BlockNode {
  const position = previous?.dragging ? previous.position : node.position
  const isSame =
    previous &&
    previous.data === data &&
    previous.selected === selected &&
    previous.position.x === position.x &&
    previous.position.y === position.y
  if (isSame) return previous
  return {
    ...previous,
    id: String(node.id),
    type: 'block',
    position,
    data,
    selected,
    // Known before anything is measured, so that the first fit is right.
    initialWidth: BLOCK_WIDTH,
    initialHeight: blockHeight(data.exits.length),
  }
}

const edges = new WeakMap<Flow['connections'][number], WireEdge>()

function toEdges(document: Flow, selected: ConnectionKey | null): WireEdge[] {
  const nodeIds = new Set(document.nodes.map((node) => node.id))
  const drawn = document.connections.filter(({ from, to }) => nodeIds.has(from) && nodeIds.has(to))
  return drawn.map((connection) => {
    const isSelected = selected?.from === connection.from && selected.exit === connection.exit
    const known = edges.get(connection)
    if (known && known.selected === isSelected) return known
    const edge: WireEdge = {
      id: connectionId(connection),
      type: 'wire',
      source: String(connection.from),
      sourceHandle: connection.exit,
      target: String(connection.to),
      targetHandle: ENTRY_HANDLE,
      // A drag from the exit draws anew and replaces the connection, so only the other end has a grip.
      reconnectable: 'target',
      selected: isSelected,
    }
    edges.set(connection, edge)
    return edge
  })
}

/** The exit that an edge's id names. */
export function connectionKeyOf(edgeId: string): ConnectionKey {
  const colon = edgeId.indexOf(':')
  return { from: Number(edgeId.slice(0, colon)), exit: edgeId.slice(colon + 1) }
}
