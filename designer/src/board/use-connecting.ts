import { connect, connectionAt, type Position, reconnect, refuseConnection } from '@patchbay/shared/flow'
import { type FinalConnectionState, useReactFlow, type Connection as XyConnection } from '@xyflow/react'
import { useCallback, useMemo, useState } from 'react'
import { useEditorServices } from '../editing/editor-context.tsx'
import type { EditorServices } from '../editing/editor-services.ts'
import type { ConnectionKey } from '../editing/store/editor-state.ts'
import { boardTexts } from '../ui/texts/board.ts'
import { toasts } from '../ui/toasts.tsx'
import { connectionKeyOf, ENTRY_HANDLE, type WireEdge } from './to-canvas.ts'

/** A connection let go over free ground, waiting for the action it will lead to. Places are the board's. */
export interface LooseWire extends ConnectionKey {
  /** The exit's place. */
  readonly start: Position
  /** Where it was let go. */
  readonly end: Position
}

/** A shorter pull, in pixels of the board, is a click on the exit. */
const LEAST_PULL = 24
const freeGround = '.react-flow__pane, .react-flow__edge, .react-flow__node-note'

/** What drawing and moving connections does to the document. */
export function useConnecting() {
  const services = useEditorServices()
  const { screenToFlowPosition } = useReactFlow()
  const [isConnecting, setConnecting] = useState(false)
  const [looseWire, setLooseWire] = useState<LooseWire | null>(null)
  const handlers = useMemo(() => {
    const start = () => setConnecting(true)
    return {
      onConnectStart: start,
      onReconnectStart: start,
      onReconnectEnd: () => setConnecting(false),
      onConnect: (connection: XyConnection) => connectExit(services, connection),
      onConnectEnd: (event: MouseEvent | TouchEvent, state: FinalConnectionState) => {
        setConnecting(false)
        // An end that the page made up, because the true one was lost, asks for nothing.
        if (state.isValid || !event.isTrusted) return
        const pointer = pointerOf(event)
        const under = document.elementFromPoint(pointer.x, pointer.y)
        const block = under?.closest('.react-flow__node-block')?.getAttribute('data-id')
        if (block) connectToBlock(services, block, state)
        else if (under?.closest(freeGround)) {
          setLooseWire(looseWireOf(state, screenToFlowPosition(pointer, { snapToGrid: false })))
        }
      },
      onReconnect: (edge: WireEdge, connection: XyConnection) => reconnectExit(services, edge, connection),
      isValidConnection: isDrawable,
    }
  }, [services, screenToFlowPosition])
  const dropWire = useCallback(() => setLooseWire(null), [])
  return { isConnecting, handlers, looseWire, dropWire }
}

function isDrawable(connection: XyConnection | WireEdge): boolean {
  return connection.source !== connection.target
}

function connectExit({ store }: EditorServices, { source, sourceHandle, target }: XyConnection) {
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
function connectToBlock(services: EditorServices, block: string, { fromNode, fromHandle }: FinalConnectionState) {
  if (!fromNode || fromHandle?.type !== 'source' || block === fromNode.id) return
  const sourceHandle = fromHandle.id ?? null
  connectExit(services, { source: fromNode.id, sourceHandle, target: block, targetHandle: ENTRY_HANDLE })
}

function looseWireOf({ fromNode, fromHandle, from }: FinalConnectionState, end: Position): LooseWire | null {
  if (!fromNode || !from || fromHandle?.type !== 'source' || !fromHandle.id) return null
  if (Math.hypot(end.x - from.x, end.y - from.y) < LEAST_PULL) return null
  return { from: Number(fromNode.id), exit: fromHandle.id, start: from, end }
}

function pointerOf(event: MouseEvent | TouchEvent): Position {
  const { clientX, clientY } =
    'changedTouches' in event ? (event.changedTouches[0] ?? { clientX: -1, clientY: -1 }) : event
  return { x: clientX, y: clientY }
}

function reconnectExit({ store }: EditorServices, edge: WireEdge, { source, sourceHandle, target }: XyConnection) {
  const { document, catalog, apply } = store.getState()
  const { from, exit } = connectionKeyOf(edge.id)
  const before = connectionAt(document, from, exit)
  if (!before || sourceHandle === null) return
  const after = { from: Number(source), exit: sourceHandle, to: Number(target) }
  const refusal = refuseConnection(document, catalog, after)
  if (refusal) toasts.warning({ title: boardTexts.refused, message: refusal })
  else apply((flow) => reconnect(flow, before, after), { select: { nodeIds: [], connection: after } })
}
