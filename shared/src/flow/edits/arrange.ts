import type { Position } from '../schema.ts'

/** A block on the board, in board pixels. */
export interface Placed {
  readonly id: number
  readonly position: Position
  readonly width: number
  readonly height: number
}

export type Alignment = 'left' | 'centre' | 'right' | 'top' | 'middle' | 'bottom'
export type Spread = 'across' | 'down'

/** New places of blocks whose edges or middles are brought into one line: that of the outermost block. */
export function alignedPlaces(blocks: readonly Placed[], how: Alignment): ReadonlyMap<number, Position> {
  if (blocks.length < 2) return new Map()
  const { left, top, right, bottom } = boundsOf(blocks)
  return new Map(
    blocks.map(({ id, position, width, height }) => {
      const places = {
        left: { ...position, x: left },
        centre: { ...position, x: (left + right - width) / 2 },
        right: { ...position, x: right - width },
        top: { ...position, y: top },
        middle: { ...position, y: (top + bottom - height) / 2 },
        bottom: { ...position, y: bottom - height },
      } satisfies Record<Alignment, Position>
      return [id, places[how]] as const
    }),
  )
}

/** New places of blocks with equal gaps between them; the outermost two stay. */
export function spreadPlaces(blocks: readonly Placed[], how: Spread): ReadonlyMap<number, Position> {
  if (blocks.length < 3) return new Map()
  const { left, top, right, bottom } = boundsOf(blocks)
  const isAcross = how === 'across'
  const sizeOf = ({ width, height }: Placed) => (isAcross ? width : height)
  const startOf = ({ position }: Placed) => (isAcross ? position.x : position.y)
  const inOrder = [...blocks].sort((a, b) => startOf(a) - startOf(b) || a.id - b.id)
  const taken = blocks.reduce((sum, block) => sum + sizeOf(block), 0)
  const gap = ((isAcross ? right - left : bottom - top) - taken) / (blocks.length - 1)
  let next = isAcross ? left : top
  return new Map(
    inOrder.map((block) => {
      const start = next
      next += sizeOf(block) + gap
      return [block.id, isAcross ? { ...block.position, x: start } : { ...block.position, y: start }] as const
    }),
  )
}

/** The smallest rectangle around all of them. */
export function boundsOf(blocks: readonly Omit<Placed, 'id'>[]) {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const { position, width, height } of blocks) {
    left = Math.min(left, position.x)
    top = Math.min(top, position.y)
    right = Math.max(right, position.x + width)
    bottom = Math.max(bottom, position.y + height)
  }
  return { left, top, right, bottom }
}
