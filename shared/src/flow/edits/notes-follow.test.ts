import { expect, test } from 'vitest'
import { flowOf, node } from '../../../test/fixtures/flows.ts'
import { moveWithNotes } from './notes-follow.ts'

const size = () => ({ width: 200, height: 108 })
const at = (id: number, x: number, y: number) => node(id, 'send-sms', {}, { position: { x, y } })
const flow = {
  ...flowOf([at(1, 20, 20), at(2, 300, 20), at(3, 900, 20)]),
  notes: [{ id: 1, position: { x: 0, y: 0 }, size: { width: 520, height: 200 }, text: 'Both' }],
}

test('a note goes along when all blocks on it move', () => {
  const moved = moveWithNotes(
    flow,
    new Map([
      [1, { x: 30, y: 70 }],
      [2, { x: 310, y: 70 }],
    ]),
    size,
  )
  expect(moved.notes[0]?.position).toEqual({ x: 10, y: 50 })
  expect(moved.nodes[0]?.position).toEqual({ x: 30, y: 70 })
})

test('a note stays when one of its blocks stays, or only others move', () => {
  expect(moveWithNotes(flow, new Map([[1, { x: 30, y: 70 }]]), size).notes).toBe(flow.notes)
  expect(moveWithNotes(flow, new Map([[3, { x: 30, y: 70 }]]), size).notes).toBe(flow.notes)
})

test('nothing changes when nothing moves', () => {
  expect(moveWithNotes(flow, new Map([[1, { x: 20, y: 20 }]]), size)).toBe(flow)
})
