import { type RefObject, useMemo } from 'react'
import type { CanvasNode } from './to-canvas.ts'

/** How long blocks take to their new places, as look.md says. */
const GLIDE_MS = 240

export interface Glide {
  /** The next change of places is shown as a movement; `arrived` runs when it has come to rest. */
  request(arrived?: () => void): void
  /** Shows what `next` makes of the nodes, at once or as a movement. Returns how to stop. */
  to(next: (previous: CanvasNode[]) => CanvasNode[]): () => void
}

type SetNodes = (change: (previous: CanvasNode[]) => CanvasNode[]) => void

/** Moves blocks to where the document says when a command asked for it; connections follow each frame. */
export function useGlide(drawn: RefObject<CanvasNode[]>, setNodes: SetNodes): Glide {
  return useMemo(() => {
    let requested: { readonly arrived: (() => void) | undefined } | null = null
    return {
      request: (arrived) => {
        requested = { arrived }
      },
      to: (next) => {
        const wanted = requested
        requested = null
        if (wanted && !prefersStill()) return play({ from: drawn.current, next, arrived: wanted.arrived, setNodes })
        setNodes(next)
        // React Flow hears of the new places one frame later.
        if (wanted?.arrived) requestAnimationFrame(() => requestAnimationFrame(() => wanted.arrived?.()))
        return () => undefined
      },
    }
  }, [drawn, setNodes])
}

interface Movement {
  readonly from: readonly CanvasNode[]
  readonly next: (previous: CanvasNode[]) => CanvasNode[]
  readonly arrived: (() => void) | undefined
  readonly setNodes: SetNodes
}

function play({ from, next, arrived, setNodes }: Movement): () => void {
  const starts = new Map(from.map(({ id, position }) => [id, position]))
  let begin: number | null = null
  let frame = requestAnimationFrame(step)
  return () => cancelAnimationFrame(frame)

  function step(now: number): void {
    begin ??= now
    const share = Math.min(1, (now - begin) / GLIDE_MS)
    if (share < 1) {
      setNodes((previous) => next(previous).map((node) => between(node, starts.get(node.id), ease(share))))
      frame = requestAnimationFrame(step)
      return
    }
    setNodes(next)
    if (arrived) frame = requestAnimationFrame(() => requestAnimationFrame(arrived))
  }
}

function between(node: CanvasNode, start: CanvasNode['position'] | undefined, share: number): CanvasNode {
  if (!start || (start.x === node.position.x && start.y === node.position.y)) return node
  const { x, y } = node.position
  return { ...node, position: { x: start.x + (x - start.x) * share, y: start.y + (y - start.y) * share } }
}

/** Starts quickly and comes to rest softly. */
function ease(share: number): number {
  return 1 - (1 - share) ** 3
}

function prefersStill(): boolean {
  return window.matchMedia('(prefers-reduced-motion: reduce)').matches
}
