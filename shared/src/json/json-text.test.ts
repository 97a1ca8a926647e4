import { describe, expect, it } from 'vitest'
import { MAX_JSON_DEPTH } from './json-depth.ts'
import { parseJson, stringifyJson } from './json-text.ts'

describe('parseJson', () => {
  it('keeps the digits of integers beyond 2^53', () => {
    expect(parseJson('{"id":12345678901234567890,"n":-9007199254740993,"ok":9007199254740991}')).toEqual({
      id: 12345678901234567890n,
      n: -9007199254740993n,
      ok: 9007199254740991,
    })
  })

  it.each([16, 17, 19, 40])('finds an integer of %i digits wherever it stands in the text', (length) => {
    const digits = '9'.repeat(length)
    for (let before = 0; before < 40; before += 1) {
      const text = `["${'x'.repeat(before)}",${digits}]`
      expect(stringifyJson(parseJson(text))).toBe(text)
    }
  })

  it('leaves fractions, exponents and texts of digits alone', () => {
    expect(parseJson('[1.12345678901234567890, 1e300, "12345678901234567890"]')).toEqual([
      1.1234567890123457,
      1e300,
      '12345678901234567890',
    ])
  })

  it.each(['{"__proto__":{"x":1}}', '{"__proto__":{"x":12345678901234567890}}'])(
    'keeps __proto__ an own key in %s',
    (text) => {
      const value = parseJson(text)
      expect(Object.keys(value ?? {})).toEqual(['__proto__'])
      expect(Object.getPrototypeOf(value)).toBe(Object.prototype)
      expect(stringifyJson(value)).toBe(text)
    },
  )

  it('refuses what is not JSON', () => {
    expect(() => parseJson('{a:1}')).toThrow(SyntaxError)
    expect(() => parseJson('')).toThrow(SyntaxError)
  })

  it('refuses deep nesting with a clear error instead of overflowing the stack', () => {
    expect(parseJson('['.repeat(MAX_JSON_DEPTH) + ']'.repeat(MAX_JSON_DEPTH))).toHaveLength(1)
    const deep = `${'{"a":['.repeat(500_000)}1234567890123456789${']}'.repeat(500_000)}`
    expect(() => parseJson(deep)).toThrow(new SyntaxError('The JSON is nested more than 200 levels deep.'))
  })
})

describe('stringifyJson', () => {
  it('writes bigints with all their digits and the rest as usual', () => {
    const text = '{"a":[12345678901234567890,-9007199254740993],"b":"x\\n","c":null}'
    expect(stringifyJson(parseJson(text))).toBe(text)
    expect(stringifyJson({ a: 1n }, 2)).toBe('{\n  "a": 1\n}')
  })

  it('refuses undefined', () => {
    expect(() => stringifyJson(undefined as never)).toThrow(TypeError)
  })
})
