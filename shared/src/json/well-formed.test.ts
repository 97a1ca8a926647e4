import { describe, expect, it } from 'vitest'
import type { Json } from './json.ts'
import { MAX_JSON_DEPTH } from './json-depth.ts'
import { toStorable, wellFormed, wellFormedJson } from './well-formed.ts'

describe('wellFormed', () => {
  it('replaces lone surrogates and keeps pairs', () => {
    expect(wellFormed('a\ud800b\udc00😀')).toBe('a\ufffdb\ufffd😀')
  })
})

describe('toStorable', () => {
  it('gives the same object back when nothing changes', () => {
    const value = { a: [1, 'x', { b: null, n: 1n }], c: '😀' }
    expect(toStorable(value)).toBe(value)
    expect(wellFormedJson(value)).toBe(value)
  })

  it('replaces NUL and lone surrogates in keys and texts and keeps what did not change', () => {
    const kept = { deep: ['x'] }
    const stored = toStorable({ 'a\0': ['\ud800', 1], kept, n: 12345678901234567890n })
    expect(stored).toEqual({ 'a\ufffd': ['\ufffd', 1], kept, n: 12345678901234567890n })
    expect(Object.values(stored ?? {})[1]).toBe(kept)
  })

  it('keeps __proto__ an ordinary key', () => {
    const stored = toStorable(JSON.parse('{"__proto__":"\\u0000"}'))
    expect(Object.entries(stored ?? {})).toEqual([['__proto__', '\ufffd']])
  })

  it('refuses deep nesting with NOT_STORABLE', () => {
    let deep: Json = 'x'
    for (let level = 0; level <= MAX_JSON_DEPTH; level += 1) deep = [deep]
    expect(() => toStorable(deep)).toThrow(expect.objectContaining({ code: 'NOT_STORABLE' }))
  })
})
