import type { Flow } from '@patchbay/shared/flow'
import { expect, test } from 'vitest'
import { miniLayout } from './mini-layout.ts'

function flow(
  nodes: readonly (readonly [id: number, y: number])[],
  wires: readonly (readonly [number, number])[],
): Flow {
  return {
    formatVersion: 1,
    name: 'x',
    description: '',
    settings: { timeZone: 'UTC', maxSteps: 1000 },
    nodes: nodes.map(([id, y]) => ({ id, type: 't', name: 'n', position: { x: 0, y }, inputs: {} })),
    connections: wires.map(([from, to], index) => ({ from, exit: `e${index}`, to })),
    notes: [],
  }
}

test('columns follow the distance from the trigger, rows the height on the board', () => {
  const { tiles } = miniLayout(
    flow(
      [
        [1, 160],
        [2, 160],
        [4, 260],
        [3, 80],
      ],
      [
        [1, 2],
        [2, 3],
        [2, 4],
      ],
    ),
  )
  const place = Object.fromEntries(tiles.map(({ id, x, y }) => [id, { x, y }]))
  expect(place).toEqual({ 1: { x: 0, y: 27 }, 2: { x: 60, y: 27 }, 3: { x: 120, y: 0 }, 4: { x: 120, y: 54 } })
})

test('a loop ends, and its wire back is drawn', () => {
  const drawing = miniLayout(
    flow(
      [
        [1, 0],
        [2, 0],
      ],
      [
        [1, 2],
        [2, 1],
      ],
    ),
  )
  expect(drawing.tiles).toHaveLength(2)
  expect(drawing.wires).toHaveLength(2)
})

test('an empty flow draws nothing', () => {
  expect(miniLayout(flow([], []))).toMatchObject({ tiles: [], wires: [] })
})

test('actions that nothing leads to stand in the first column', () => {
  const { tiles } = miniLayout(
    flow(
      [
        [1, 0],
        [2, 100],
      ],
      [],
    ),
  )
  expect(tiles.map(({ x }) => x)).toEqual([0, 0])
})
