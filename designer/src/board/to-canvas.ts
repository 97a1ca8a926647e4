import type { BoardNote, Definitions, Flow, FlowNode } from '@patchbay/shared/flow'
import type { Edge, Node } from '@xyflow/react'
import { type BlockData, blocksOf } from '../editing/blocks/block-data.ts'
import { BLOCK_WIDTH, blockHeight } from '../editing/blocks/geometry.ts'
import type { ConnectionKey, Selection } from '../editing/store/editor-state.ts'
import { connectionId } from './run-view.ts'

// The document is the truth. What a block shows it reads from there by its id, so React Flow's own store, which
// tells thousands of listeners, hears only of places, selection and connections.

export type BlockNode = Node<{ readonly nodeId: number }, 'block'>
export type NoteNode = Node<{ readonly noteId: number }, 'note'>
export type CanvasNode = BlockNode | NoteNode
export type WireEdge = Edge<Record<string, never>, 'wire'>

/** The entry socket's name towards React Flow. */
export const ENTRY_HANDLE = 'entry'

interface CanvasInput {
  readonly document: Flow
  readonly definitions: Definitions
  readonly selection: Selection
  /** Sizes and a drag under way live only in React Flow's objects and are carried over from here. */
  readonly previous: CanvasNode[]
}

/** The notes and actions as nodes; `previous` itself when nothing changes for React Flow. */
export function toNodes({ document, definitions, selection, previous }: CanvasInput): CanvasNode[] {
  const before = new Map(previous.map((node) => [node.id, node]))
  const selected = new Set(selection.nodeIds)
  const next = [
    ...document.notes.map((note) =>
      carryOverNote(before.get(noteKey(note.id)), note, selection.noteIds?.includes(note.id) ?? false),
    ),
    ...[...blocksOf(document, definitions).values()].map((data) =>
      carryOver(before.get(String(data.node.id)), data, selected.has(data.node.id)),
    ),
  ]
  return isSame(previous, next) ? previous : next
}

const NOTE_PREFIX = 'note-'

/** A note's name towards React Flow. */
function noteKey(noteId: number): string {
  return `${NOTE_PREFIX}${noteId}`
}

/** The note that a node's id names; undefined for a block. */
export function noteIdOf(nodeKey: string): number | undefined {
  return nodeKey.startsWith(NOTE_PREFIX) ? Number(nodeKey.slice(NOTE_PREFIX.length)) : undefined
}

/** Under all blocks and connections, also while it is selected, which adds 1,000. */
const NOTE_LEVEL = -1_001

function carryOverNote(found: CanvasNode | undefined, note: BoardNote, selected: boolean): NoteNode {
  const previous = found?.type === 'note' ? found : undefined
  const isHeld = previous !== undefined && (previous.dragging === true || previous.resizing === true)
  const { position, width, height } = isHeld ? previous : { position: note.position, ...note.size }
  if (previous && previous.width === width && previous.height === height) {
    if (isAt(previous, position) && previous.selected === selected) return previous
  }
  return {
    ...previous,
    id: noteKey(note.id),
    type: 'note',
    position,
    data: previous?.data ?? { noteId: note.id },
    selected,
    zIndex: NOTE_LEVEL,
    width: width ?? note.size.width,
    height: height ?? note.size.height,
  }
}

function carryOver(found: CanvasNode | undefined, { node, exits }: BlockData, selected: boolean): BlockNode {
  const previous = found?.type === 'block' ? found : undefined
  const position = previous?.dragging ? previous.position : node.position
  if (previous && previous.selected === selected && isAt(previous, position)) return previous
  return {
    ...previous,
    id: String(node.id),
    type: 'block',
    position,
    data: previous?.data ?? { nodeId: node.id },
    selected,
    // Known before anything is measured, so that the first fit is right.
    initialWidth: BLOCK_WIDTH,
    initialHeight: blockHeight(exits.length),
  }
}

function isAt({ position }: CanvasNode, { x, y }: FlowNode['position']): boolean {
  return position.x === x && position.y === y
}

function isSame<Item>(previous: readonly Item[], next: readonly Item[]): boolean {
  return previous.length === next.length && next.every((item, index) => item === previous[index])
}

const edges = new WeakMap<Flow['connections'][number], WireEdge>()

/** The connections as edges; `previous` itself when nothing about them changes. */
export function toEdges(document: Flow, selected: ConnectionKey | null, previous: WireEdge[]): WireEdge[] {
  const nodeIds = new Set(document.nodes.map((node) => node.id))
  const drawn = document.connections.filter(({ from, to }) => nodeIds.has(from) && nodeIds.has(to))
  const next = drawn.map((connection) => {
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
  return isSame(previous, next) ? previous : next
}

/** The exit that an edge's id names. */
export function connectionKeyOf(edgeId: string): ConnectionKey {
  const colon = edgeId.indexOf(':')
  return { from: Number(edgeId.slice(0, colon)), exit: edgeId.slice(colon + 1) }
}
