import type { ReactFlowInstance } from '@xyflow/react'
import type { DragEvent } from 'react'
import { addAction, isUsedUp } from '../editing/add-action.ts'
import { BLOCK_WIDTH } from '../editing/blocks/geometry.ts'
import type { EditorServices } from '../editing/editor-services.ts'
import { draggedAction, isActionDrag } from '../palette/drag-action.ts'
import { type CanvasNode, connectionKeyOf, type WireEdge } from './to-canvas.ts'

/** Where the pointer holds a block that is being dropped: the middle of its label strip. */
const grip = { x: BLOCK_WIDTH / 2, y: 30 }

/** Puts the dragged action where it was dropped; on a connection it goes into it. */
export function dropAction(
  event: DragEvent,
  { store, board }: EditorServices,
  flow: ReactFlowInstance<CanvasNode, WireEdge>,
): void {
  if (!isActionDrag(event)) return
  event.preventDefault()
  const { definitions, document } = store.getState()
  const definition = definitions.get(draggedAction(event))
  if (!definition || isUsedUp(definition, document)) return
  const at = flow.screenToFlowPosition({ x: event.clientX, y: event.clientY }, { snapToGrid: false })
  const position = { x: at.x - grip.x, y: at.y - grip.y }
  const key = connectionUnder(event)
  const within = key && document.connections.find(({ from, exit }) => from === key.from && exit === key.exit)
  const id = addAction(store, definition, within && definition.kind === 'action' ? { position, within } : { position })
  board.current?.focusBlock(id)
}

/** The connection itself, or the `+` on it. */
function connectionUnder(event: DragEvent) {
  const wire = event.target instanceof Element ? event.target.closest('.react-flow__edge, [data-connection]') : null
  const id = wire?.getAttribute('data-connection') ?? wire?.getAttribute('data-id')
  return id ? connectionKeyOf(id) : undefined
}
