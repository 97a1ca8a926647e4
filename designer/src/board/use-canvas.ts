import { type Flow, moveWithNotes, type Position, updateNote } from '@patchbay/shared/flow'
import { applyNodeChanges, type EdgeChange, type NodeChange, useStoreApi } from '@xyflow/react'
import { useCallback, useEffect, useReducer, useRef, useState } from 'react'
import { shapeOfBlock } from '../editing/blocks/block-sizes.ts'
import { useEditor, useEditorServices } from '../editing/editor-context.tsx'
import type { EditorState, Selection } from '../editing/store/editor-state.ts'
import { type Carry, takeUp } from './carry.ts'
import { type Glide, useGlide } from './glide.ts'
import { type HelperLinesStore, withHelp } from './helper-lines.ts'
import { type CanvasNode, connectionKeyOf, noteIdOf, toEdges, toNodes, type WireEdge } from './to-canvas.ts'

const selectDocument = (state: EditorState) => state.document
const selectSelection = (state: EditorState) => state.selection

interface Canvas {
  readonly nodes: CanvasNode[]
  readonly edges: WireEdge[]
  readonly onNodesChange: (changes: NodeChange<CanvasNode>[]) => void
  readonly onEdgesChange: (changes: EdgeChange<WireEdge>[]) => void
  readonly onSelectionStart: () => void
  readonly onSelectionEnd: () => void
  readonly glide: Glide
}

/** React Flow's nodes and edges, kept true to the document; what it reports goes back as selection and edits. */
export function useCanvas(lines: HelperLinesStore): Canvas {
  const { store } = useEditorServices()
  const document = useEditor(selectDocument)
  const selection = useEditor(selectSelection)
  const { definitions } = store.getState()
  const { nodes: drawn, setNodes } = useCanvasNodes(() => toNodes({ document, definitions, selection, previous: [] }))
  const carry = useCarry()
  const [edges, setEdges] = useState<WireEdge[]>(() => toEdges(document, selection.connection, []))
  const glide = useGlide(drawn, setNodes)
  useEffect(() => {
    const stop = glide.to((previous) => toNodes({ document, definitions, selection, previous }))
    setEdges((previous) => toEdges(document, selection.connection, previous))
    return stop
  }, [definitions, document, selection, glide])
  const onNodesChange = useCallback(
    (reported: NodeChange<CanvasNode>[]) => {
      const changes = withHelp(reported, drawn.current, lines)
      if (carry(changes)) return
      setNodes((previous) => applyNodeChanges(changes.filter(isVisual), previous))
      selectNodes(changes, store.getState())
      moveDropped(changes, store.getState())
    },
    [store, lines, drawn, setNodes, carry],
  )
  // A rubber band reports the connections of its blocks, too; blocks and a connection are never selected together.
  const isBand = useRef(false)
  const onSelectionStart = useCallback(() => {
    isBand.current = true
  }, [])
  const onSelectionEnd = useCallback(() => {
    isBand.current = false
  }, [])
  const onEdgesChange = useCallback(
    (changes: EdgeChange<WireEdge>[]) => {
      if (!isBand.current) selectEdges(changes, store.getState())
    },
    [store],
  )
  return { nodes: drawn.current, edges, onNodesChange, onEdgesChange, onSelectionStart, onSelectionEnd, glide }
}

type ChangeNodes = (change: (previous: CanvasNode[]) => CanvasNode[]) => void

/** The nodes as React Flow has them, and how to change them. */
function useCanvasNodes(first: () => CanvasNode[]) {
  const [start] = useState(first)
  const nodes = useRef(start)
  const [, drawAgain] = useReducer((count: number) => count + 1, 0)
  const setNodes = useCallback<ChangeNodes>((change) => {
    const next = change(nodes.current)
    if (next === nodes.current) return
    nodes.current = next
    drawAgain()
  }, [])
  return { nodes, setNodes }
}

/**
 * Answers whether it has drawn these changes itself, because the pointer carries blocks. The first place of a movement
 * still goes to React Flow, which then draws them as carried; with the map open all do, for it shows them, too.
 */
function useCarry(): (changes: readonly NodeChange<CanvasNode>[]) => boolean {
  const xyStore = useStoreApi<CanvasNode, WireEdge>()
  const { store } = useEditorServices()
  const movement = useRef<'begun' | Carry | null>(null)
  return useCallback(
    (changes) => {
      const isUnderWay = changes.every((change) => change.type === 'position' && change.dragging === true)
      if (!isUnderWay || store.getState().mapOpen || movement.current === null) {
        movement.current = isUnderWay ? 'begun' : null
        return false
      }
      if (movement.current === 'begun') movement.current = takeUp(xyStore.getState(), changes)
      movement.current.move(changes)
      return true
    },
    [store, xyStore],
  )
}

/** Changes that live in React Flow's nodes alone. */
function isVisual(change: NodeChange<CanvasNode>): boolean {
  return change.type === 'dimensions' || change.type === 'position'
}

function selectNodes(changes: readonly NodeChange<CanvasNode>[], state: EditorState): void {
  const nodeIds = new Set(state.selection.nodeIds)
  const noteIds = new Set(state.selection.noteIds)
  let changed = false
  for (const change of changes) {
    if (change.type !== 'select') continue
    changed = true
    const noteId = noteIdOf(change.id)
    const [ids, id] = noteId === undefined ? [nodeIds, Number(change.id)] : [noteIds, noteId]
    if (change.selected) ids.add(id)
    else ids.delete(id)
  }
  if (!changed) return
  const connection = nodeIds.size + noteIds.size > 0 ? null : state.selection.connection
  applySelection(state, {
    nodeIds: [...nodeIds],
    connection,
    ...(noteIds.size > 0 ? { noteIds: [...noteIds] } : {}),
  })
}

function selectEdges(changes: readonly EdgeChange<WireEdge>[], state: EditorState): void {
  for (const change of changes) {
    if (change.type !== 'select') continue
    const key = connectionKeyOf(change.id)
    const { connection } = state.selection
    const isCurrent = connection?.from === key.from && connection.exit === key.exit
    if (change.selected) applySelection(state, { nodeIds: [], connection: key })
    else if (isCurrent) applySelection(state, { ...state.selection, connection: null })
  }
}

function applySelection(state: EditorState, selection: Selection): void {
  state.select(selection)
  state.endBurst()
}

/** The last position change of a drag says `dragging: false`: only then the document learns the new places. */
function moveDropped(changes: readonly NodeChange<CanvasNode>[], state: EditorState): void {
  const blocks = new Map<number, Position>()
  const notes = new Map<number, Position>()
  for (const change of changes) {
    if (change.type !== 'position' || change.dragging !== false || !change.position) continue
    const noteId = noteIdOf(change.id)
    if (noteId === undefined) blocks.set(Number(change.id), change.position)
    else notes.set(noteId, change.position)
  }
  if (blocks.size + notes.size === 0) return
  const shapeOf = shapeOfBlock(state)
  state.apply((flow) => placeNotes(moveWithNotes(flow, blocks, shapeOf), notes))
}

function placeNotes(flow: Flow, places: ReadonlyMap<number, Position>): Flow {
  return flow.notes.reduce((next, note) => {
    const position = places.get(note.id)
    const isMoved = position && (position.x !== note.position.x || position.y !== note.position.y)
    return isMoved ? updateNote(next, note.id, { position }) : next
  }, flow)
}
