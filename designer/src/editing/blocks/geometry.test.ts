import { expect, test } from 'vitest'
import { blockHeight, freeGround, freeSpot, neighbour, placeAfter } from './geometry.ts'

test('a block is 108 high with one exit, 132 with two, 156 with three', () => {
  expect([1, 2, 3].map(blockHeight)).toEqual([108, 132, 156])
})

test('a block that follows the second exit stands one jack row lower, so that the connection runs straight', () => {
  const position = placeAfter({ from: { x: 340, y: 160 }, exitIndex: 1, height: 132, others: [] })
  expect(position).toEqual({ x: 620, y: 180 })
})

test('a new block never covers one that stands there already', () => {
  const others = [
    { position: { x: 620, y: 80 }, height: 132 },
    { position: { x: 620, y: 260 }, height: 132 },
  ]
  const position = freeGround({ x: 620, y: 160 }, 132, others)
  expect(position.y).toBeGreaterThanOrEqual(260 + 132)
})

test('an arrow key leads along the row before it leads to a nearer block of another row', () => {
  const one = { id: 1, position: { x: 0, y: 0 } }
  const right = { id: 2, position: { x: 300, y: 0 } }
  const below = { id: 3, position: { x: 200, y: 200 } }
  expect(neighbour(one, 'right', [one, right, below])).toBe(right)
  expect(neighbour(one, 'down', [one, right, below])).toBe(below)
  expect(neighbour(one, 'left', [one, right, below])).toBeUndefined()
})

test('a free spot is the closest one, in any direction', () => {
  const others = [{ position: { x: 0, y: 0 }, height: 132 }]
  expect(freeSpot({ x: 400, y: 0 }, 80, others)).toEqual({ x: 400, y: 0 })
  expect(freeSpot({ x: 0, y: 10 }, 80, others)).toEqual({ x: 0, y: -110 })
})
