import { connect, connectionAt, reconnect, refuseConnection } from '@patchbay/shared/flow'
import type { FinalConnectionState, Connection as XyConnection } from '@xyflow/react'
import { useMemo, useState } from 'react'
import { useEditorServices } from '../editor/editor-context.tsx'
import type { EditorServices } from '../editor/editor-services.ts'
import { boardTexts } from '../ui/texts/board.ts'
import { toasts } from '../ui/toasts.tsx'
import { connectionKeyOf, ENTRY_HANDLE, type WireEdge } from './to-canvas.ts'

/** What drawing and moving connections does to the document. */
export function useConnecting() {
  const services = useEditorServices()
  const [isConnecting, setConnecting] = useState(false)
  const handlers = useMemo(() => {
    const start = () => setConnecting(true)
    return {
      onConnectStart: start,
      onReconnectStart: start,
      onReconnectEnd: () => setConnecting(false),
      onConnect: (connection: XyConnection) => connectExit(services, connection),
      onConnectEnd: (event: MouseEvent | TouchEvent, state: FinalConnectionState) => {
        setConnecting(false)
        connectToBlock(services, event, state)
      },
      onReconnect: (edge: WireEdge, connection: XyConnection) => reconnectExit(services, edge, connection),
      isValidConnection: isDrawable,
    }
  }, [services])
  return { isConnecting, handlers }
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
function connectToBlock(
  services: EditorServices,
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
