import { useReactFlow, useStoreApi } from '@xyflow/react'
import { type RefObject, useEffect, useRef } from 'react'
import { BLOCK_WIDTH, blockHeight } from '../editing/blocks/geometry.ts'
import { useEditorServices } from '../editing/editor-context.tsx'
import type { BoardControls } from '../editing/editor-services.ts'
import { fittedView } from './fitted-view.ts'
import type { Glide } from './glide.ts'
import type { CanvasNode, WireEdge } from './to-canvas.ts'
import { useAutoFit } from './use-auto-fit.ts'

const FIT_MS = 240
const SMALLEST = 0.1
/** A board is not shown smaller than this unless somebody asks for it. */
const LEAST_BY_ITSELF = 0.85
/** Free for the switch of views above, the `+` of the last exits at the right and the tools of the view below. */
const EDGES = { top: 56, right: 72, bottom: 60, left: 28 } as const
/** From the edge of a block to behind the `+` of its exits, in board pixels. */
const STUB = 52
/** The bar of a run, and below it where it stands under the switch of views. */
const RUN_BAR = { wide: 62, narrow: 104, narrowFrom: 1400 } as const

/** Below this zoom the key setting of a block cannot be read. */
const READABLE = 0.5

/**
 * Leaves the board's controls where commands and other panes find them. The answer goes on the element in which the
 * pointer is followed.
 */
export function useBoardControls(glide: Glide): RefObject<HTMLDivElement | null> {
  const { board, store } = useEditorServices()
  const flow = useReactFlow<CanvasNode, WireEdge>()
  const xyStore = useStoreApi<CanvasNode, WireEdge>()
  const canvas = useRef<HTMLDivElement>(null)
  const pointer = usePointer(canvas)
  const fitByItself = useRef(() => {})
  const isTaken = useAutoFit(canvas, fitByItself)
  useEffect(() => {
    const fitTo = (least: number, durationMs: number) => {
      const nodes = flow.getNodes()
      const { width, height } = xyStore.getState()
      if (nodes.length === 0 || width === 0) return
      const padding = { ...EDGES, top: store.getState().shownRun === null ? EDGES.top : runBarHeight() }
      const view = fittedView({ bounds: flow.getNodesBounds(nodes), width, height, padding, least })
      void flow.setViewport(view, { duration: durationMs })
    }
    fitByItself.current = () => fitTo(LEAST_BY_ITSELF, 0)
    fitByItself.current()
    const byCommand = (move: () => void) => {
      isTaken.current = true
      move()
    }
    const controls: BoardControls = {
      fit: () => {
        isTaken.current = false
        fitTo(SMALLEST, motion(FIT_MS))
      },
      zoomIn: () => byCommand(() => void flow.zoomIn({ duration: motion(120) })),
      zoomOut: () => byCommand(() => void flow.zoomOut({ duration: motion(120) })),
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
        byCommand(
          () =>
            void flow.fitView({
              maxZoom: 1,
              minZoom: SMALLEST,
              padding: '80px',
              nodes: nodeIds.map((id) => ({ id: String(id) })),
              duration: motion(FIT_MS),
            }),
        ),
      centreOn: (nodeId) => {
        const node = flow.getNode(String(nodeId))
        if (node && !(flow.getZoom() >= READABLE && isInSight(node))) centreOn(node)
      },
      makeRoom: (nodeId) => {
        const node = flow.getNode(String(nodeId))
        if (!node) return
        const { x, y, zoom } = flow.getViewport()
        const left = node.position.x * zoom + x
        const over = left + (BLOCK_WIDTH + STUB) * zoom - (xyStore.getState().width - sheetWidth(canvas.current))
        const by = Math.min(over, left - EDGES.left)
        if (by > 0) void flow.setViewport({ x: x - by, y, zoom }, { duration: motion(FIT_MS) })
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
      isTaken.current = true
      const zoom = Math.max(flow.getZoom(), READABLE)
      void flow.setCenter(x + BLOCK_WIDTH / 2, y + blockHeight(2) / 2, { zoom, duration: motion(FIT_MS) })
    }
    const reveal = (nodeId: number) => {
      const node = flow.getNode(String(nodeId))
      if (!node || isInSight(node)) return
      // All of the flow, where that can still be read; else the block alone comes to the middle.
      const { width, height } = xyStore.getState()
      const all = fittedView({
        bounds: flow.getNodesBounds(flow.getNodes()),
        width,
        height,
        padding: EDGES,
        least: SMALLEST,
      })
      if (all.zoom < Math.min(LEAST_BY_ITSELF, flow.getZoom())) centreOn(node)
      else void flow.setViewport(all, { duration: motion(FIT_MS) })
    }
    board.current = controls
    return () => {
      if (board.current === controls) board.current = null
    }
  }, [board, store, flow, xyStore, glide, pointer, isTaken])
  return canvas
}

/** How much of the board a panel covers that lies over it. */
function sheetWidth(canvas: HTMLElement | null): number {
  const right = canvas?.getBoundingClientRect().right ?? 0
  const panel = document.querySelector('[data-pane="panel"]')?.getBoundingClientRect()
  return panel ? Math.max(0, right - panel.left) : 0
}

function runBarHeight(): number {
  return window.innerWidth > RUN_BAR.narrowFrom ? RUN_BAR.wide : RUN_BAR.narrow
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
