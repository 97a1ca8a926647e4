import { expect, test } from 'vitest'
import { alignedPlaces, type Placed, spreadPlaces } from './arrange.ts'

const block = (id: number, x: number, y: number, height = 108): Placed => ({
  id,
  position: { x, y },
  width: 200,
  height,
})
const blocks = [block(1, 0, 40), block(2, 500, 0, 132), block(3, 90, 400)]

test('blocks are aligned by their outermost edge or by the middle of all', () => {
  expect([...alignedPlaces(blocks, 'left').values()].map(({ x }) => x)).toEqual([0, 0, 0])
  expect([...alignedPlaces(blocks, 'right').values()].map(({ x }) => x)).toEqual([500, 500, 500])
  expect([...alignedPlaces(blocks, 'centre').values()].map(({ x }) => x)).toEqual([250, 250, 250])
  expect([...alignedPlaces(blocks, 'bottom').values()].map(({ y }) => y)).toEqual([400, 376, 400])
  expect([...alignedPlaces(blocks, 'middle').values()].map(({ y }) => y)).toEqual([200, 188, 200])
  expect(alignedPlaces(blocks, 'top').get(3)).toEqual({ x: 90, y: 0 })
})

test('blocks are spread with equal gaps, and the outermost stay', () => {
  const places = spreadPlaces(blocks, 'across')
  expect([1, 3, 2].map((id) => places.get(id)?.x)).toEqual([0, 250, 500])
  const rows = spreadPlaces(blocks, 'down')
  expect([2, 1, 3].map((id) => rows.get(id)?.y)).toEqual([0, 212, 400])
})

test('too few blocks stay where they are', () => {
  expect(alignedPlaces(blocks.slice(0, 1), 'left').size).toBe(0)
  expect(spreadPlaces(blocks.slice(0, 2), 'down').size).toBe(0)
})
