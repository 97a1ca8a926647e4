import { getBezierPath, type InternalNode, Position } from '@xyflow/react'
import { type CanvasNode, ENTRY_HANDLE, type WireEdge } from './to-canvas.ts'

/** Handles are 24 px hit areas around 12 px rings: the line starts at the ring. */
const RING_INSET = 6

/** Where a connection leaves one block and enters the other, in board pixels. */
export interface WireEnds {
  readonly sourceX: number
  readonly sourceY: number
  readonly targetX: number
  readonly targetY: number
}

/** The line of a connection as SVG writes it, and its middle. */
export function wirePath({ sourceX, ...ends }: WireEnds): readonly [path: string, middleX: number, middleY: number] {
  const [path, middleX, middleY] = getBezierPath({
    ...ends,
    sourceX: sourceX - RING_INSET,
    sourcePosition: Position.Right,
    targetPosition: Position.Left,
  })
  return [path, middleX, middleY]
}

type DrawnNode = InternalNode<CanvasNode>

/**
 * The ends of a connection between two blocks that stand at these places; null before React Flow has measured their
 * handles. A connection leaves at the right edge of its exit's handle and enters at the left edge of the socket's, as
 * React Flow itself has it.
 */
export function wireEnds(
  edge: WireEdge,
  source: DrawnNode,
  target: DrawnNode,
  placeOf: (node: DrawnNode) => { readonly x: number; readonly y: number },
): WireEnds | null {
  const exit = source.internals.handleBounds?.source?.find(({ id }) => id === edge.sourceHandle)
  const socket = target.internals.handleBounds?.target?.find(({ id }) => id === ENTRY_HANDLE)
  if (!exit || !socket) return null
  const from = placeOf(source)
  const to = placeOf(target)
  return {
    sourceX: from.x + exit.x + exit.width,
    sourceY: from.y + exit.y + exit.height / 2,
    targetX: to.x + socket.x,
    targetY: to.y + socket.y + socket.height / 2,
  }
}
