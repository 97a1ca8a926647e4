import {
  applyNodeChanges,
  Background,
  BackgroundVariant,
  type EdgeChange,
  type FinalConnectionState,
  type NodeChange,
  ReactFlow,
  ReactFlowProvider,
  useReactFlow,
  type Connection as XyConnection,
} from '@xyflow/react'
import '@xyflow/react/dist/base.css'
import { connect, connectionAt, moveNodes, reconnect, refuseConnection } from '@patchbay/shared/flow'
import { type DragEvent, useCallback, useEffect, useState } from 'react'
import { useEditor, useEditorServices } from '../editor/editor-context.tsx'
import type { EditorState, Selection } from '../editor/store/editor-state.ts'
import { isActionDrag } from '../palette/drag-action.ts'
import { boardTexts } from '../ui/texts/board.ts'
import { toasts } from '../ui/toasts.tsx'
import { ActionBlock } from './action-block.tsx'
import classes from './board.module.css'
import { fitOptions, useBoardControls } from './board-controls.ts'
import { boardKeys } from './board-keys.ts'
import { dropAction } from './drop-action.ts'
import { EmptyBoard } from './empty-board.tsx'
import { SNAP } from './geometry.ts'
import { RunBar } from './run-bar.tsx'
import { type BlockNode, connectionKeyOf, ENTRY_HANDLE, toEdges, toNodes, type WireEdge } from './to-canvas.ts'
import { useDistance } from './use-distance.ts'
import { ViewBar } from './view-bar.tsx'
import { DrawnWire, Wire } from './wire.tsx'

const nodeTypes = { block: ActionBlock }
const edgeTypes = { wire: Wire }
const snapGrid: [number, number] = [SNAP, SNAP]

/** The middle pane: blocks and connections of the flow. */
export function Board({ below }: { readonly below?: React.ReactNode }) {
  return (
    <ReactFlowProvider>
      <main className={classes.board} aria-label={boardTexts.board}>
        <Canvas />
        {below}
      </main>
    </ReactFlowProvider>
  )
}

const selectDocument = (state: EditorState) => state.document
const selectSelection = (state: EditorState) => state.selection
const selectIsEmpty = (state: EditorState) => state.document.nodes.length === 0
const selectIsRunShown = (state: EditorState) => state.shownRun !== null
const selectIsFixed = ({ shownRun, canEdit }: EditorState) => shownRun !== null || !canEdit

function Canvas() {
  const services = useEditorServices()
  const { store } = services
  const isEmpty = useEditor(selectIsEmpty)
  const isRunShown = useEditor(selectIsRunShown)
  const isFixed = useEditor(selectIsFixed)
  const flow = useReactFlow<BlockNode, WireEdge>()
  const distance = useDistance()
  const { nodes, edges, onNodesChange, onEdgesChange } = useCanvas()
  useBoardControls()
  // An empty board has nothing to fit: its first block stays where it is dropped.
  const [isFittedAtStart] = useState(nodes.length > 0)
  const onConnect = useCallback((connection: XyConnection) => connectExit(services, connection), [services])
  const [isConnecting, setConnecting] = useState(false)
  const onConnectStart = useCallback(() => setConnecting(true), [])
  const onConnectEnd = useCallback(
    (event: MouseEvent | TouchEvent, state: FinalConnectionState) => {
      setConnecting(false)
      connectToBlock(services, event, state)
    },
    [services],
  )
  const onReconnectEnd = useCallback(() => setConnecting(false), [])
  const onReconnect = useCallback(
    (edge: WireEdge, connection: XyConnection) => reconnectExit(services, edge, connection),
    [services],
  )
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: arrow keys move between the blocks inside.
    <div
      className={classes.canvas}
      data-distance={distance}
      data-connecting={isConnecting || undefined}
      onKeyDown={(event) => boardKeys(event, services)}
      onDragOver={allowDrop}
      onDrop={(event) => dropAction(event, services, flow)}
    >
      <ReactFlow
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        onNodesChange={onNodesChange}
        onEdgesChange={onEdgesChange}
        onConnect={onConnect}
        onConnectStart={onConnectStart}
        onConnectEnd={onConnectEnd}
        onReconnectStart={onConnectStart}
        onReconnectEnd={onReconnectEnd}
        onReconnect={onReconnect}
        onPaneClick={() => store.getState().clearSelection()}
        isValidConnection={isDrawable}
        connectionLineComponent={DrawnWire}
        connectionRadius={24}
        reconnectRadius={8}
        nodesDraggable={!isFixed}
        nodesConnectable={!isFixed}
        edgesReconnectable={!isFixed}
        nodesFocusable={false}
        edgesFocusable={false}
        disableKeyboardA11y
        deleteKeyCode={null}
        multiSelectionKeyCode={['Meta', 'Control', 'Shift']}
        snapToGrid
        snapGrid={snapGrid}
        minZoom={0.1}
        maxZoom={1.6}
        fitView={isFittedAtStart}
        fitViewOptions={fitOptions}
        elevateNodesOnSelect
      >
        <Background variant={BackgroundVariant.Dots} gap={20} size={2} color="var(--board-dot)" />
      </ReactFlow>
      {isEmpty && <EmptyBoard />}
      <ViewBar />
      {isRunShown && <RunBar />}
    </div>
  )
}

/** React Flow's nodes and edges, kept true to the document; what it reports goes back as selection and edits. */
function useCanvas() {
  const { store } = useEditorServices()
  const document = useEditor(selectDocument)
  const selection = useEditor(selectSelection)
  const { definitions } = store.getState()
  const [nodes, setNodes] = useState<BlockNode[]>(() => toNodes({ document, definitions, selection, previous: [] }))
  const [edges, setEdges] = useState<WireEdge[]>(() => toEdges(document, selection.connection, []))
  useEffect(() => {
    setNodes((previous) => toNodes({ document, definitions, selection, previous }))
    setEdges((previous) => toEdges(document, selection.connection, previous))
  }, [definitions, document, selection])
  const onNodesChange = useCallback(
    (changes: NodeChange<BlockNode>[]) => {
      setNodes((previous) => applyNodeChanges(changes.filter(isVisual), previous))
      selectNodes(changes, store.getState())
      moveDropped(changes, store.getState())
    },
    [store],
  )
  const onEdgesChange = useCallback(
    (changes: EdgeChange<WireEdge>[]) => selectEdges(changes, store.getState()),
    [store],
  )
  return { nodes, edges, onNodesChange, onEdgesChange }
}

/** Changes that live in React Flow's nodes alone. */
function isVisual(change: NodeChange<BlockNode>): boolean {
  return change.type === 'dimensions' || change.type === 'position'
}

function selectNodes(changes: readonly NodeChange<BlockNode>[], state: EditorState): void {
  const selected = new Set(state.selection.nodeIds)
  let changed = false
  for (const change of changes) {
    if (change.type !== 'select') continue
    changed = true
    if (change.selected) selected.add(Number(change.id))
    else selected.delete(Number(change.id))
  }
  if (!changed) return
  const connection = selected.size > 0 ? null : state.selection.connection
  applySelection(state, { nodeIds: [...selected], connection })
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
function moveDropped(changes: readonly NodeChange<BlockNode>[], state: EditorState): void {
  const dropped = changes.flatMap((change) =>
    change.type === 'position' && change.dragging === false && change.position
      ? [[Number(change.id), change.position] as const]
      : [],
  )
  if (dropped.length > 0) state.apply((flow) => moveNodes(flow, new Map(dropped)))
}

function isDrawable(connection: XyConnection | WireEdge): boolean {
  return connection.source !== connection.target
}

function connectExit({ store }: ReturnType<typeof useEditorServices>, { source, sourceHandle, target }: XyConnection) {
  if (sourceHandle === null) return
  const { document, catalog, apply } = store.getState()
  const connection = { from: Number(source), exit: sourceHandle, to: Number(target) }
  const refusal = refuseConnection(document, catalog, connection)
  if (refusal) toasts.warning({ title: boardTexts.refused, message: refusal })
  else apply((flow) => connect(flow, connection))
}

/**
 * A connection let go over a block before React Flow had seen the block as a target, as after one quick move of
 * the pointer, still goes there.
 */
function connectToBlock(
  services: ReturnType<typeof useEditorServices>,
  event: MouseEvent | TouchEvent,
  { isValid, fromNode, fromHandle }: FinalConnectionState,
) {
  if (isValid || !fromNode || fromHandle?.type !== 'source') return
  const { clientX, clientY } =
    'changedTouches' in event ? (event.changedTouches[0] ?? { clientX: -1, clientY: -1 }) : event
  const block = document.elementFromPoint(clientX, clientY)?.closest('.react-flow__node')?.getAttribute('data-id')
  if (!block || block === fromNode.id) return
  const sourceHandle = fromHandle.id ?? null
  connectExit(services, { source: fromNode.id, sourceHandle, target: block, targetHandle: ENTRY_HANDLE })
}

function reconnectExit(
  { store }: ReturnType<typeof useEditorServices>,
  edge: WireEdge,
  { source, sourceHandle, target }: XyConnection,
) {
  const { document, catalog, apply } = store.getState()
  const { from, exit } = connectionKeyOf(edge.id)
  const before = connectionAt(document, from, exit)
  if (!before || sourceHandle === null) return
  const after = { from: Number(source), exit: sourceHandle, to: Number(target) }
  const refusal = refuseConnection(document, catalog, after)
  if (refusal) toasts.warning({ title: boardTexts.refused, message: refusal })
  else apply((flow) => reconnect(flow, before, after), { select: { nodeIds: [], connection: after } })
}

function allowDrop(event: DragEvent): void {
  if (!isActionDrag(event)) return
  event.preventDefault()
  event.dataTransfer.dropEffect = 'copy'
}
