import { type Definitions, exitsOf, type Flow, type FlowNode } from '@patchbay/shared/flow'
import type { NodeDefinition } from '@patchbay/shared/nodes'

/** One jack of a block. */
export interface BlockExit {
  readonly id: string
  readonly label: string
  readonly connected: boolean
  /** A connection leaves here although the action has no such exit any more. */
  readonly gone: boolean
}

/** What a block draws from. Keeps its identity while nothing of it changes, so that only changed blocks redraw. */
export interface BlockData {
  readonly node: FlowNode
  /** Null for a type that the catalog does not know. */
  readonly definition: NodeDefinition | null
  readonly exits: readonly BlockExit[]
  readonly hasEntry: boolean
  readonly entryConnected: boolean
}

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

const byDocument = new WeakMap<Flow, { definitions: Definitions; blocks: ReadonlyMap<number, BlockData> }>()

/** What each block of a document draws from, by Action ID. Made once per document; of equal ids the first counts. */
export function blocksOf(document: Flow, definitions: Definitions): ReadonlyMap<number, BlockData> {
  const known = byDocument.get(document)
  if (known?.definitions === definitions) return known.blocks
  const { outgoing, entered } = connectedJacks(document)
  const blocks = new Map<number, BlockData>()
  for (const node of document.nodes) {
    if (blocks.has(node.id)) continue
    const definition = definitions.of(node) ?? null
    blocks.set(node.id, blockDataOf(node, definition, outgoing.get(node.id) ?? noExits, entered.has(node.id)))
  }
  byDocument.set(document, { definitions, blocks })
  return blocks
}

const byNode = new WeakMap<FlowNode, { readonly key: string; readonly data: BlockData }>()

function blockDataOf(
  node: FlowNode,
  definition: NodeDefinition | null,
  connected: ReadonlySet<string>,
  entryConnected: boolean,
): BlockData {
  const key = `${[...connected].join('\u0000')}|${entryConnected}`
  const known = byNode.get(node)
  if (known?.key === key && known.data.definition === definition) return known.data
  const hasEntry = definition?.kind !== 'trigger'
  const data = { node, definition, exits: blockExits(node, definition, connected), hasEntry, entryConnected }
  byNode.set(node, { key, data })
  return data
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
