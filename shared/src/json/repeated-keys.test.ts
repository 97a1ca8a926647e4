import { describe, expect, it } from 'vitest'
import { repeatedKeys } from './repeated-keys.ts'

const placesIn = (text: string) => repeatedKeys(text).map(({ path, line }) => `${path} ${line}`)

describe('keys that an object has twice', () => {
  it.each([
    ['{"a": 1,\n "a": 2}', ['a 2']],
    ['{"a": {"b": 1, "c": [0, {"d": 1,\n\n "d": 1}]}}', ['a.c[1].d 3']],
    ['[{"a": 1}, {"a": 1, "a": {"a": 1}}]', ['[1].a 1']],
    ['{"a": 1, "\\u0061": 1, "a": 1}', ['a 1', 'a 1']],
    ['{"__proto__": 1, "__proto__": 1, "constructor": 1}', ['__proto__ 1']],
    ['{"a": 1, "a": 2}\n{"b": 1,\n"b": 2}', ['a 1', 'b 3']],
  ])('%j are found with their lines', (text, places) => {
    expect(placesIn(text)).toEqual(places)
  })

  it.each([
    '{"a": {"a": [{"a": 1}, {"a": 1}]}, "A": 1, "b": "\\"a\\": {", "c": "}{,:[\\\\"}',
    '{"a": 1}\n{"a": 1},\n{"a": 1}',
    '["a", "a", "a"]',
    '"a"',
    '{}',
  ])('%j has none', (text) => {
    expect(placesIn(text)).toEqual([])
  })

  it('are told a hundred times at most', () => {
    expect(repeatedKeys(`{${Array(5_000).fill('"a":1').join()}}`)).toHaveLength(100)
  })
})
