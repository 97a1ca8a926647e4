import { describe, expect, it } from 'vitest'
import type { Json } from './json.ts'
import { jsonSize } from './json-size.ts'

describe('jsonSize', () => {
  it.each<Json>(['text', 12345678901234567890n, null, [1, 'two', [3]], { a: { b: ['c', true] }, name: 'x' }])(
    'is near the length of value %# as text',
    (value) => {
      const { length } = JSON.stringify(value, (_key, item) => (typeof item === 'bigint' ? String(item) : item))
      expect(Math.abs(jsonSize(value, 1_000) - length)).toBeLessThan(20)
    },
  )

  it('stops soon after the most that is asked for', () => {
    const list = Array.from({ length: 1_000_000 }, () => ['x'])
    expect(jsonSize([list, list, list], 100)).toBeLessThan(200)
  })
})
