import type { NodeChange } from '@xyflow/react'
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { CanvasNode } from './to-canvas.ts'

/** Blocks catch each other's lines when they are this close, in board pixels. */
const REACH = 6
/** Blocks further away than this are out of sight and do not count. */
const NEARBY = 1_200

export interface Rectangle {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** A line through the edges or middles of two blocks. */
export interface HelperLine {
  readonly axis: 'across' | 'down'
  /** Its y when it goes across, its x when it goes down. */
  readonly at: number
  readonly from: number
  readonly to: number
}

const noLines: readonly HelperLine[] = []
export type HelperLinesStore = StoreApi<{ readonly lines: readonly HelperLine[] }>

/** Holds the lines apart from the board's own state, so that a drag draws them and nothing else anew. */
export function createHelperLines(): HelperLinesStore {
  return createStore(() => ({ lines: noLines }))
}

/** While one block is dragged: pulls it into line with others nearby and shows the lines. */
export function withHelp(
  changes: NodeChange<CanvasNode>[],
  nodes: readonly CanvasNode[],
  store: HelperLinesStore,
): NodeChange<CanvasNode>[] {
  const [change, ...more] = changes
  const isDrag = change?.type === 'position' && change.dragging !== undefined && change.position !== undefined
  const dragged = isDrag && more.length === 0 ? nodes.find(({ id }) => id === change.id) : undefined
  if (!isDrag || !change.position || dragged?.type !== 'block') {
    showLines(store, noLines)
    return changes
  }
  const others = nodes.filter((node) => node !== dragged && node.type === 'block').map(rectangleOf)
  const { position, lines } = pullIntoLine({ ...rectangleOf(dragged), ...change.position }, others)
  showLines(store, change.dragging ? lines : noLines)
  return [{ ...change, position }]
}

/** Most frames of a drag have no lines, and nothing is to be drawn for them. */
function showLines(store: HelperLinesStore, lines: readonly HelperLine[]): void {
  if (lines.length + store.getState().lines.length > 0) store.setState({ lines })
}

function rectangleOf({ position, measured, initialWidth, initialHeight }: CanvasNode): Rectangle {
  return {
    ...position,
    width: measured?.width ?? initialWidth ?? 0,
    height: measured?.height ?? initialHeight ?? 0,
  }
}

/** Where a block goes that is let go near a line of others, and the lines it then stands on. */
export function pullIntoLine(dragged: Rectangle, others: readonly Rectangle[]) {
  const near = others.filter(({ x, y }) => Math.abs(x - dragged.x) < NEARBY && Math.abs(y - dragged.y) < NEARBY)
  const dx = nearest(dragged, near, columnsOf)
  const dy = nearest(dragged, near, rowsOf)
  const pulled = { ...dragged, x: dragged.x + (dx ?? 0), y: dragged.y + (dy ?? 0) }
  const lines = [
    ...(dx === null ? [] : linesThrough(pulled, near, 'down')),
    ...(dy === null ? [] : linesThrough(pulled, near, 'across')),
  ]
  return { position: { x: pulled.x, y: pulled.y }, lines }
}

type LinesOf = (rectangle: Rectangle) => readonly number[]
const columnsOf: LinesOf = ({ x, width }) => [x, x + width / 2, x + width]
const rowsOf: LinesOf = ({ y, height }) => [y, y + height / 2, y + height]

/** The smallest move that brings an edge or middle onto that of another; null when none is close enough. */
function nearest(dragged: Rectangle, others: readonly Rectangle[], linesOf: LinesOf): number | null {
  let best: number | null = null
  const own = linesOf(dragged)
  for (const other of others) {
    const theirs = linesOf(other)
    for (const [index, line] of own.entries()) {
      const move = (theirs[index] ?? 0) - line
      if (Math.abs(move) <= REACH && (best === null || Math.abs(move) < Math.abs(best))) best = move
    }
  }
  return best
}

/** One line for each edge or middle that others share with the dragged block, from end to end of all of them. */
function linesThrough(dragged: Rectangle, others: readonly Rectangle[], axis: HelperLine['axis']): HelperLine[] {
  const linesOf = axis === 'down' ? columnsOf : rowsOf
  const spanOf = ({ x, y, width, height }: Rectangle) => (axis === 'down' ? [y, y + height] : [x, x + width])
  return linesOf(dragged).flatMap((at, index) => {
    const sharing = others.filter((other) => Math.abs((linesOf(other)[index] ?? 0) - at) < 0.5)
    if (sharing.length === 0) return []
    const ends = [dragged, ...sharing].flatMap(spanOf)
    return [{ axis, at, from: Math.min(...ends), to: Math.max(...ends) }]
  })
}
