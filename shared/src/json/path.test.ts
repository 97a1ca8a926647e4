import { describe, expect, it } from 'vitest'
import { type JsonPath, parsePath, pathText, valueAt } from './path.ts'

describe('parsePath', () => {
  it.each<[string, JsonPath, boolean]>([
    ['temperature', ['temperature'], true],
    [' wind speed ', ['wind speed'], true],
    ['order-no', ['order-no'], true],
    ["customer's name", ["customer's name"], true],
    ['"a.b"', ['a.b'], true],
    ['""', [''], true],
    ['["temperature"]', ['temperature'], false],
    ['properties.periods[0].temperature', ['properties', 'periods', 0, 'temperature'], false],
    ['array[0].x', ['array', 0, 'x'], false],
    ['[12]', [12], false],
    ['a["b c"].d', ['a', 'b c', 'd'], false],
    [`a['it\\'s "x"'][ 3 ]`, ['a', 'it\'s "x"', 3], false],
    ['a."x.y"', ['a', 'x.y'], false],
    ['a["\\u00e9\\n"]', ['a', 'é\n'], false],
    ['__proto__.x', ['__proto__', 'x'], false],
    ['a.0', ['a', '0'], false],
  ])('reads %s', (text, path, isLabel) => {
    expect(parsePath(text)).toEqual({ path, isLabel })
  })

  it.each([
    '',
    '  ',
    '.',
    'a.',
    '.a',
    'a..b',
    'a[',
    'a[]',
    'a[b]',
    'a[-1]',
    'a[0',
    'a]',
    'a[*]',
    'a["b]',
    'a{b',
    'a\nb',
    'a"b"',
  ])('refuses %j with a reason', (text) => {
    expect(parsePath(text)).toEqual({ problem: expect.stringMatching(/\w/) })
  })
})

describe('pathText', () => {
  it.each<[JsonPath, string]>([
    [['a', 'b', 0, 'c'], 'a.b[0].c'],
    [[0, 'x'], 'array[0].x'],
    [['order-no'], 'order-no'],
    [['wind speed'], 'wind speed'],
    [['a', 'b c'], 'a["b c"]'],
    [['a', ''], 'a[""]'],
    [['a', '0'], 'a["0"]'],
    [['a.b', '"'], '["a.b"]["\\""]'],
    [['$x', 'größe'], '["$x"].größe'],
  ])('writes %j', (path, text) => {
    expect(pathText(path)).toBe(text)
    expect(parsePath(text)).toMatchObject({ path: path[0] === 0 ? ['array', ...path] : path })
  })
})

describe('valueAt', () => {
  it('follows own keys and indexes', () => {
    expect(valueAt({ a: [{ b: null }, 7] }, ['a', 0, 'b'])).toBeNull()
    expect(valueAt({ a: [{ b: null }, 7] }, ['a', '1'])).toBe(7)
    expect(valueAt(JSON.parse('{"__proto__":{"x":1}}'), ['__proto__', 'x'])).toBe(1)
    expect(valueAt(Object.assign(Object.create(null), { a: 1 }), ['a'])).toBe(1)
  })

  it.each<JsonPath>([
    ['constructor'],
    ['constructor', 'name'],
    ['__proto__'],
    ['__proto__', 'x'],
    ['toString'],
    ['list', 'length'],
    ['list', 'map'],
    ['list', 1.5],
    ['list', -1],
    ['list', 9],
    ['list', '01'],
    ['text', 'length'],
    ['text', 0],
    ['text', '0'],
    ['record', 0],
    ['method'],
    ['accessor'],
    ['date'],
    ['date', 'constructor'],
    ['map', 'size'],
  ])('does not reach %s.%s', (...path) => {
    const scope = {
      list: [1],
      text: 'abc',
      record: { 0: 'x' },
      method: () => 'called',
      get accessor(): string {
        throw new Error('called')
      },
      date: new Date(0),
      map: new Map([['size', 1]]),
    }
    // A scope as it must never be: plain JSON is all the type allows.
    expect(valueAt(scope as never, path)).toBeUndefined()
  })
})
