import { useReactFlow, useStoreApi } from '@xyflow/react'
import { type RefObject, useEffect, useRef } from 'react'
import { BLOCK_WIDTH, blockHeight } from '../editing/blocks/geometry.ts'
import { useEditorServices } from '../editing/editor-context.tsx'
import type { BoardControls } from '../editing/editor-services.ts'
import type { Glide } from './glide.ts'
import type { CanvasNode, WireEdge } from './to-canvas.ts'

const FIT_MS = 240
/** Opens with everything in sight, never above natural size. */
export const fitOptions = { maxZoom: 1, minZoom: 0.1, padding: '28px' } as const

/** Below this zoom the key setting of a block cannot be read. */
const READABLE = 0.5

/**
 * Leaves the board's controls where commands and other panes find them. The answer goes on the element in which the
 * pointer is followed.
 */
export function useBoardControls(glide: Glide): RefObject<HTMLDivElement | null> {
  const { board } = useEditorServices()
  const flow = useReactFlow<CanvasNode, WireEdge>()
  const xyStore = useStoreApi<CanvasNode, WireEdge>()
  const canvas = useRef<HTMLDivElement>(null)
  const pointer = usePointer(canvas)
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
      revealOne: (nodeIds) =>
        afterDrawing(() => {
          const drawn = nodeIds.flatMap((id) => flow.getNode(String(id)) ?? [])
          const [first] = drawn
          if (first && !drawn.some(isInSight)) centreOn(first)
        }),
      focusBlock: (nodeId) => afterDrawing(() => blockElement(nodeId)?.focus({ preventScroll: true })),
      zoomTo: (nodeIds) =>
        void flow.fitView({
          ...fitOptions,
          padding: '80px',
          nodes: nodeIds.map((id) => ({ id: String(id) })),
          duration: motion(FIT_MS),
        }),
      centreOn: (nodeId) => {
        const node = flow.getNode(String(nodeId))
        if (node && !(flow.getZoom() >= READABLE && isInSight(node))) centreOn(node)
      },
      pointer: () => pointer.current && flow.screenToFlowPosition(pointer.current, { snapToGrid: false }),
      glide: glide.request,
    }
    const isInSight = ({ position }: CanvasNode): boolean => {
      const { width, height } = xyStore.getState()
      const { x, y, zoom } = flow.getViewport()
      const left = position.x * zoom + x
      const top = position.y * zoom + y
      return left > 0 && top > 48 && left + BLOCK_WIDTH * zoom < width - 30 && top + blockHeight(2) * zoom < height - 60
    }
    const centreOn = ({ position: { x, y } }: CanvasNode) => {
      const zoom = Math.max(flow.getZoom(), READABLE)
      void flow.setCenter(x + BLOCK_WIDTH / 2, y + blockHeight(2) / 2, { zoom, duration: motion(FIT_MS) })
    }
    const reveal = (nodeId: number) => {
      const node = flow.getNode(String(nodeId))
      if (!node || isInSight(node)) return
      void flow.fitView({ ...fitOptions, maxZoom: flow.getZoom(), duration: motion(FIT_MS) })
    }
    board.current = controls
    return () => {
      if (board.current === controls) board.current = null
    }
  }, [board, flow, xyStore, glide, pointer])
  return canvas
}

/** Where the pointer is on the board, without drawing anything anew. */
function usePointer(canvas: RefObject<HTMLDivElement | null>): RefObject<{ x: number; y: number } | null> {
  const pointer = useRef<{ x: number; y: number } | null>(null)
  useEffect(() => {
    const element = canvas.current
    const follow = (event: PointerEvent) => {
      pointer.current = event.pointerType === 'touch' ? null : { x: event.clientX, y: event.clientY }
    }
    const forget = () => {
      pointer.current = null
    }
    element?.addEventListener('pointermove', follow, { passive: true })
    element?.addEventListener('pointerleave', forget)
    return () => {
      element?.removeEventListener('pointermove', follow)
      element?.removeEventListener('pointerleave', forget)
    }
  }, [canvas])
  return pointer
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
