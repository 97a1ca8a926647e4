import { parseJson, stringifyJson } from '@patchbay/shared/json'
import { expect, test } from 'vitest'
import { changeBetween, type JsonChange, sharingWith, withChange } from './json-change.ts'

const values: readonly unknown[] = [
  null,
  true,
  0,
  12345678901234567890n,
  'a',
  [],
  [1],
  [1, 2, 3],
  [3, 2, 1],
  [1, [2, { a: 1 }], 3],
  {},
  { a: 1 },
  { a: { b: [1, 2] }, c: null },
  { a: { b: [1] }, d: 'x' },
  JSON.parse('{"__proto__":{"a":1},"b":2}'),
]

/** As it comes back from storage. */
function stored(change: JsonChange): JsonChange {
  // Written from a change just now.
  return parseJson(stringifyJson(change as never)) as unknown as JsonChange
}

test('leads from every value to every other, also after it was stored', () => {
  for (const before of values) {
    for (const after of values) {
      const change = changeBetween(before, after)
      if (before === after) expect(change).toBeNull()
      else if (change !== null) expect(withChange(before, stored(change))).toEqual(after)
      else expect(before).toEqual(after)
    }
  }
})

test('says only what differs', () => {
  const node = (id: number, name: string) => ({ id, name, inputs: { message: 'x'.repeat(1_000) } })
  const before = { nodes: [node(1, 'a'), node(2, 'b'), node(3, 'c')], name: 'Flow' }
  const renamed = { ...before, nodes: before.nodes.with(1, node(2, 'B')) }
  expect(changeBetween(before, renamed)).toEqual({ set: { nodes: { each: [[1, { set: { name: { is: 'B' } } }]] } } })
  const removed = { ...before, nodes: before.nodes.filter(({ id }) => id !== 2) }
  expect(changeBetween(before, removed)).toEqual({ set: { nodes: { at: 1, drop: 1, put: [] } } })
  expect(JSON.stringify(changeBetween(removed, before)).length).toBeLessThan(1_200)
})

test('leaves alone what did not change', () => {
  const before = { a: { x: 1 }, b: [{ y: 2 }, { z: 3 }] }
  const after = { a: { x: 1 }, b: [{ y: 2 }, { z: 4 }] }
  const shared = sharingWith(before, after)
  expect(shared).toEqual(after)
  expect(shared).toMatchObject({ a: before.a })
  // The shape was checked in the line before.
  const { a, b } = shared as typeof before
  expect(a).toBe(before.a)
  expect(b[0]).toBe(before.b[0])
  expect(sharingWith(before, structuredClone(before))).toBe(before)
})

test('of another value is refused', () => {
  expect(() => withChange('text', { set: {} })).toThrow(TypeError)
  expect(() => withChange({}, { at: 0, drop: 1, put: [] })).toThrow(TypeError)
})
