import type { Rect, Viewport } from '@xyflow/react'

interface FitOptions {
  /** What the blocks take up, in board pixels. */
  readonly bounds: Rect
  /** The board on screen, and what its edges must keep free, in pixels of the screen. */
  readonly width: number
  readonly height: number
  readonly padding: { readonly top: number; readonly right: number; readonly bottom: number; readonly left: number }
  /** Never smaller than this: then the view begins where the flow begins, at the upper left. */
  readonly least: number
}

/** The view that shows all blocks in the middle of the free part of the board, never above natural size. */
export function fittedView({ bounds, width, height, padding, least }: FitOptions): Viewport {
  const free = { width: width - padding.left - padding.right, height: height - padding.top - padding.bottom }
  const fitting = Math.min(free.width / bounds.width, free.height / bounds.height, 1)
  const zoom = Math.max(fitting, least)
  const start = (room: number, size: number) => Math.max(0, (room - size * zoom) / 2)
  return {
    x: padding.left + start(free.width, bounds.width) - bounds.x * zoom,
    y: padding.top + start(free.height, bounds.height) - bounds.y * zoom,
    zoom,
  }
}
