import { Background, BackgroundVariant, type NodeChange, ReactFlow, useReactFlow } from '@xyflow/react'
import { type DragEvent, useCallback, useState } from 'react'
import { GROUND_GAP, SNAP } from '../editing/blocks/geometry.ts'
import { useEditor, useEditorServices } from '../editing/editor-context.tsx'
import type { EditorState } from '../editing/store/editor-state.ts'
import { isActionDrag } from '../palette/drag-action.ts'
import { ActionBlock } from './action-block.tsx'
import { AddAtWireEnd } from './add-at-wire-end.tsx'
import classes from './board.module.css'
import { useBoardControls } from './board-controls.ts'
import { boardKeys } from './board-keys.ts'
import { BoardMap } from './board-map.tsx'
import { BoardSearch } from './board-search.tsx'
import { CompareView } from './compare-view.tsx'
import { dropAction } from './drop-action.ts'
import { EmptyBoard } from './empty-board.tsx'
import { createHelperLines } from './helper-lines.ts'
import { HelperLinesView } from './helper-lines-view.tsx'
import { NoteBlock } from './note-block.tsx'
import { noteKeys } from './note-keys.ts'
import { RunBar } from './run-bar.tsx'
import type { CanvasNode, WireEdge } from './to-canvas.ts'
import { useCanvas } from './use-canvas.ts'
import { useConnecting } from './use-connecting.ts'
import { useDistance } from './use-distance.ts'
import { useLostRelease } from './use-lost-release.ts'
import { useMovement } from './use-movement.ts'
import { useSpacePan } from './use-space-pan.ts'
import { ViewBar } from './view-bar.tsx'
import { DrawnWire, Wire } from './wire.tsx'

const nodeTypes = { block: ActionBlock, note: NoteBlock }
const edgeTypes = { wire: Wire }
const snapGrid: [number, number] = [SNAP, SNAP]
/** The left button and the wheel pan on free ground, and everywhere while Space is held. */
const panButtons = [0, 1]
const multiSelectionKeys = ['Meta', 'Control', 'Shift']

const selectIsEmpty = ({ document }: EditorState) => document.nodes.length + document.notes.length === 0
const selectIsRunShown = (state: EditorState) => state.shownRun !== null
const selectIsFixed = ({ shownRun, canEdit }: EditorState) => shownRun !== null || !canEdit

// Elements that stay the same ones are passed over when the canvas is drawn anew.
const onTheBoard = (
  <>
    <CompareView />
    <Background variant={BackgroundVariant.Dots} gap={GROUND_GAP} size={2} color="var(--board-dot)" />
    <BoardMap />
  </>
)
const overTheBoard = (
  <>
    <ViewBar />
    <BoardSearch />
  </>
)

/** The blocks and connections of the flow. Needs a `ReactFlowProvider` around it. */
export function Board() {
  const services = useEditorServices()
  const { clearSelection, openSheet } = services.store.getState()
  const isEmpty = useEditor(selectIsEmpty)
  const isRunShown = useEditor(selectIsRunShown)
  const isFixed = useEditor(selectIsFixed)
  const flow = useReactFlow<CanvasNode, WireEdge>()
  const distance = useDistance()
  const [helperLines] = useState(createHelperLines)
  const { glide, onNodesChange, ...canvasProps } = useCanvas(helperLines)
  const canvas = useBoardControls(glide)
  useSpacePan(canvas)
  useLostRelease(canvas)
  const { endOfDrag, ...movement } = useMovement(canvas)
  const changeNodes = useCallback(
    (changes: NodeChange<CanvasNode>[]) => {
      onNodesChange(changes)
      endOfDrag(changes)
    },
    [onNodesChange, endOfDrag],
  )
  const { isConnecting, handlers, looseWire, dropWire } = useConnecting()
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: arrow keys move between the blocks inside.
    <div
      ref={canvas}
      className={classes.canvas}
      data-distance={distance}
      data-connecting={isConnecting || undefined}
      onKeyDown={(event) => {
        boardKeys(event, services)
        noteKeys(event, services)
      }}
      onDragOver={allowDrop}
      onDrop={(event) => dropAction(event, services, flow)}
    >
      <ReactFlow
        {...canvasProps}
        onNodesChange={changeNodes}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        {...handlers}
        {...movement}
        onPaneClick={clearSelection}
        onNodeClick={(_, { id }) => {
          openSheet()
          requestAnimationFrame(() => services.board.current?.makeRoom?.(Number(id)))
        }}
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
        multiSelectionKeyCode={multiSelectionKeys}
        selectionKeyCode="Shift"
        panActivationKeyCode="Space"
        panOnDrag={panButtons}
        snapToGrid
        snapGrid={snapGrid}
        minZoom={0.1}
        maxZoom={1.6}
        elevateNodesOnSelect
      >
        {onTheBoard}
        <HelperLinesView store={helperLines} />
        {looseWire && <AddAtWireEnd wire={looseWire} onClose={dropWire} />}
      </ReactFlow>
      {isEmpty && <EmptyBoard />}
      {overTheBoard}
      {isRunShown && <RunBar />}
    </div>
  )
}

function allowDrop(event: DragEvent): void {
  if (!isActionDrag(event)) return
  event.preventDefault()
  event.dataTransfer.dropEffect = 'copy'
}
