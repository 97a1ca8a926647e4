import { expect, test } from 'vitest'
import { createHelperLines, pullIntoLine, withHelp } from './helper-lines.ts'
import type { CanvasNode } from './to-canvas.ts'

const box = (x: number, y: number, height = 108) => ({ x, y, width: 200, height })

test('a block close to the line of another is pulled onto it, and the line goes through both', () => {
  const { position, lines } = pullIntoLine(box(284, 104), [box(0, 100)])
  expect(position).toEqual({ x: 284, y: 100 })
  expect(lines[0]).toEqual({ axis: 'across', at: 100, from: 0, to: 484 })
})

test('blocks of different heights meet by top, middle or bottom, whichever is closest', () => {
  expect(pullIntoLine(box(300, 14, 132), [box(0, 22)]).position.y).toBe(10)
  expect(pullIntoLine(box(300, -5, 132), [box(0, 22)]).position.y).toBe(-2)
})

test('nothing is pulled from further away', () => {
  expect(pullIntoLine(box(407, 39), [box(0, 100), box(200, 5_000)])).toEqual({ position: { x: 407, y: 39 }, lines: [] })
})

const node = (id: string, x: number, y: number): CanvasNode => ({
  id,
  type: 'block',
  position: { x, y },
  data: { nodeId: Number(id) },
  initialWidth: 200,
  initialHeight: 108,
})

test('lines show during a drag only, and what is let go stays where it was pulled to', () => {
  const store = createHelperLines()
  const nodes = [node('1', 0, 100), node('2', 300, 0)]
  const drag = (dragging: boolean) =>
    withHelp([{ type: 'position', id: '2', dragging, position: { x: 300, y: 96 } }], nodes, store)
  expect(drag(true)).toMatchObject([{ position: { x: 300, y: 100 } }])
  expect(store.getState().lines.length).toBeGreaterThan(0)
  expect(drag(false)).toMatchObject([{ position: { x: 300, y: 100 } }])
  expect(store.getState().lines).toEqual([])
})
