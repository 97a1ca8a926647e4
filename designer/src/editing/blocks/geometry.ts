import type { Position } from '@patchbay/shared/flow'

/** Sizes of a block, in board pixels. */
export const BLOCK_WIDTH = 200
/** Label strip and the padding of the jack rows; each exit adds a row. */
const BLOCK_BASE_HEIGHT = 84
const JACK_ROW_HEIGHT = 24
/** The middle of the entry socket, from the top. */
export const SOCKET_Y = 90
/** Positions are multiples of this. */
export const SNAP = 10
/** Between two dots of the ground. */
export const GROUND_GAP = 20
/** Room that a connection needs between two blocks. */
export const COLUMN_GAP = 80
const ROW_GAP = 48

export function blockHeight(exitCount: number): number {
  return BLOCK_BASE_HEIGHT + JACK_ROW_HEIGHT * Math.max(1, exitCount)
}

export function snapped(position: Position): Position {
  return { x: Math.round(position.x / SNAP) * SNAP, y: Math.round(position.y / SNAP) * SNAP }
}

export interface Box {
  readonly position: Position
  readonly height: number
}

/** Where a new block goes that follows an exit of `from`: to its right, in line with the exit, on free ground. */
export function placeAfter({
  from,
  exitIndex,
  height,
  others,
}: {
  readonly from: Position
  readonly exitIndex: number
  readonly height: number
  readonly others: readonly Box[]
}): Position {
  const start = { x: from.x + BLOCK_WIDTH + COLUMN_GAP, y: from.y + exitIndex * JACK_ROW_HEIGHT }
  return freeGround(snapped(start), height, others)
}

/** The nearest place at or below `wanted` where a block of this height covers no other. */
export function freeGround(wanted: Position, height: number, others: readonly Box[]): Position {
  let position = wanted
  for (let tries = 0; tries <= others.length; tries += 1) {
    const hit = others.find((other) => overlaps({ position, height }, other))
    if (!hit) return position
    position = snapped({ x: position.x, y: hit.position.y + hit.height + ROW_GAP })
  }
  return position
}

/** The free place closest to `wanted`, in any direction; below everything when there is none nearby. */
export function freeSpot(wanted: Position, height: number, others: readonly Box[]): Position {
  for (let ring = 0; ring <= 12; ring += 1) {
    const found = placesAround(wanted, ring * 40).find(
      (position) => !others.some((other) => overlaps({ position, height }, other)),
    )
    if (found) return found
  }
  return freeGround(wanted, height, others)
}

function placesAround({ x, y }: Position, far: number): Position[] {
  const steps = [0, -far, far]
  return steps.flatMap((dy) => steps.map((dx) => ({ x: x + dx, y: y + dy })))
}

function overlaps(a: Box, b: Box): boolean {
  return (
    Math.abs(a.position.x - b.position.x) < BLOCK_WIDTH + SNAP &&
    a.position.y < b.position.y + b.height + SNAP &&
    b.position.y < a.position.y + a.height + SNAP
  )
}

export type Direction = 'left' | 'right' | 'up' | 'down'

/**
 * The block that an arrow key leads to: the nearest one in that direction, where sideways distance counts
 * double so that rows and columns are kept.
 */
export function neighbour<Item extends { readonly position: Position }>(
  from: Item,
  direction: Direction,
  items: readonly Item[],
): Item | undefined {
  let best: { readonly item: Item; readonly distance: number } | undefined
  for (const item of items) {
    if (item === from) continue
    const dx = item.position.x - from.position.x
    const dy = item.position.y - from.position.y
    const [along, across] = { left: [-dx, dy], right: [dx, dy], up: [-dy, dx], down: [dy, dx] }[direction]
    if (along === undefined || across === undefined || along <= 0) continue
    const distance = along + 2 * Math.abs(across)
    if (!best || distance < best.distance) best = { item, distance }
  }
  return best?.item
}
