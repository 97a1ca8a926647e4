import { useReactFlow, useStoreApi } from '@xyflow/react'
import { useEffect } from 'react'
import { useEditorServices } from '../editor/editor-context.tsx'
import type { BoardControls } from '../editor/editor-services.ts'
import { BLOCK_WIDTH, blockHeight } from './geometry.ts'
import type { BlockNode, WireEdge } from './to-canvas.ts'

const FIT_MS = 240
/** Opens with everything in sight, never above natural size. */
export const fitOptions = { maxZoom: 1, minZoom: 0.1, padding: '28px' } as const

/** Leaves the board's controls where commands and other panes find them. */
export function useBoardControls(): void {
  const { board } = useEditorServices()
  const flow = useReactFlow<BlockNode, WireEdge>()
  const xyStore = useStoreApi<BlockNode, WireEdge>()
  useEffect(() => {
    const controls: BoardControls = {
      fit: () => void flow.fitView({ ...fitOptions, duration: motion(FIT_MS) }),
      zoomIn: () => void flow.zoomIn({ duration: motion(120) }),
      zoomOut: () => void flow.zoomOut({ duration: motion(120) }),
      centre: () => {
        const { width, height } = xyStore.getState()
        const { x, y, zoom } = flow.getViewport()
        return { x: (width / 2 - x) / zoom - BLOCK_WIDTH / 2, y: (height / 2 - y) / zoom - blockHeight(2) / 2 }
      },
      reveal: (nodeId) => afterDrawing(() => reveal(nodeId)),
      focusBlock: (nodeId) => afterDrawing(() => blockElement(nodeId)?.focus({ preventScroll: true })),
    }
    const reveal = (nodeId: number) => {
      const node = flow.getNode(String(nodeId))
      if (!node) return
      const { width, height } = xyStore.getState()
      const { x, y, zoom } = flow.getViewport()
      const left = node.position.x * zoom + x
      const top = node.position.y * zoom + y
      const isInSight =
        left > 0 && top > 48 && left + BLOCK_WIDTH * zoom < width - 30 && top + blockHeight(2) * zoom < height - 60
      if (!isInSight) void flow.fitView({ ...fitOptions, maxZoom: zoom, duration: motion(FIT_MS) })
    }
    board.current = controls
    return () => {
      if (board.current === controls) board.current = null
    }
  }, [board, flow, xyStore])
}

/** React Flow knows a new block one frame after React has drawn it. */
function afterDrawing(action: () => void): void {
  requestAnimationFrame(() => requestAnimationFrame(action))
}

function blockElement(nodeId: number): HTMLElement | null {
  return document.querySelector(`[data-node-id="${nodeId}"]`)
}

function motion(ms: number): number {
  return window.matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : ms
}
