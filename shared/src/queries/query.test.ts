import { describe, expect, it } from 'vitest'
import type { Json } from '../json/json.ts'
import { parseJson } from '../json/json-text.ts'
import { type CompiledQuery, compileQuery } from './query.ts'

const forecast = {
  '@context': ['https://geojson.org'],
  properties: {
    units: 'us',
    elevation: { unitCode: 'wmoUnit:m', value: 2.1 },
    periods: [
      {
        number: 1,
        name: 'This Afternoon',
        temperature: 84,
        windSpeed: '14 mph',
        'short text': null,
        detailedForecast: 'Sunny.',
      },
      { number: 2, name: 'Tonight', temperature: 76, windSpeed: '9 mph', detailedForecast: 'Clear.' },
    ],
  },
  temperature: 'later in the document',
}

function compiled(text: string): CompiledQuery {
  const result = compileQuery(text)
  if ('problem' in result) throw new Error(result.problem)
  return result.query
}

describe('a bare label', () => {
  it.each<[string, Json]>([
    ['temperature', 84],
    ['windSpeed', '14 mph'],
    ['detailedForecast', 'Sunny.'],
    ['short text', null],
    ['"short text"', null],
    ['@context', ['https://geojson.org']],
    ['elevation', { unitCode: 'wmoUnit:m', value: 2.1 }],
    [' units ', 'us'],
  ])('%s is the first match in document order at any depth', (text, value) => {
    expect(compiled(text).kind).toBe('label')
    expect(compiled(text).evaluate(forecast)).toEqual({ found: true, value })
  })

  it('prefers what stands first in the text, not what lies higher', () => {
    expect(compiled('b').evaluate(parseJson('{"a":{"b":1},"b":2}')).value).toBe(1)
    expect(compiled('b').evaluate(parseJson('{"b":2,"a":{"b":1}}')).value).toBe(2)
    expect(compiled('b').evaluate(parseJson('{"b":null,"a":{"b":1}}'))).toEqual({ found: true, value: null })
  })

  it.each(['length', 'constructor', 'toString', '0', '__proto__'])('%s reaches own keys only', (text) => {
    expect(compiled(text).evaluate([['abc'], { a: 'text' }]).found).toBe(false)
  })

  it('finds own keys with such names', () => {
    expect(compiled('__proto__').evaluate(parseJson('[{"__proto__":7}]')).value).toBe(7)
    expect(compiled('length').evaluate({ a: [{ length: 3 }] }).value).toBe(3)
  })

  it('does not overflow on a tree that is nested too deeply', () => {
    let deep: Json = { x: 1 }
    for (let level = 0; level < 50_000; level += 1) deep = [deep]
    expect(compiled('x').evaluate(deep).found).toBe(false)
  })
})

describe('a path', () => {
  it.each<[string, Json]>([
    ['properties.periods[0].temperature', 84],
    ['properties.periods[1].name', 'Tonight'],
    ['properties.periods[0]["short text"]', null],
    ["properties.periods[0]['short text']", null],
    ['properties."units"', 'us'],
    ['["temperature"]', 'later in the document'],
  ])('%s is exactly that place', (text, value) => {
    expect(compiled(text).kind).toBe('path')
    expect(compiled(text).evaluate(forecast)).toEqual({ found: true, value })
  })

  it('names a root that is an array "array"', () => {
    const replies = [{ _id: 1, first_name: 'Ann' }]
    expect(compiled('array[0].first_name').evaluate(replies).value).toBe('Ann')
    expect(compiled('[0].first_name').evaluate(replies).value).toBe('Ann')
    expect(compiled('array[0].first_name').evaluate({ array: replies }).value).toBe('Ann')
  })

  it.each([
    'periods[0].temperature',
    'properties.periods[2].name',
    'properties.periods.length',
    'properties.units.length',
    'temperature.x',
  ])('%s does not match elsewhere', (text) => {
    expect(compiled(text).evaluate(forecast)).toMatchObject({ found: false, value: null })
  })
})

describe('JSONPath', () => {
  it.each<[string, Json]>([
    ['$', { a: 1 }],
    ['$.a', 1],
    ['$["a"]', 1],
  ])('%s with one match is its value', (text, value) => {
    expect(compiled(text)).toMatchObject({ kind: 'jsonpath' })
    expect(compiled(text).evaluate({ a: 1 })).toEqual({ found: true, value })
  })

  it.each<[string, Json]>([
    ['$..periods[*].temperature', [84, 76]],
    ['$.properties.periods[?@.temperature > 80].name', 'This Afternoon'],
    ['$.properties.periods[?@.number >= 1].number', [1, 2]],
    ['$.properties.periods[-1:].name', 'Tonight'],
    ['$.properties.periods[?length(@.name) == 7].number', 2],
    ['$.properties[?count(@.*) == 2].value', 2.1],
    ['$.properties.periods', forecast.properties.periods],
  ])('%s gives several matches as a list', (text, value) => {
    expect(compiled(text).evaluate(forecast)).toEqual({ found: true, value })
  })

  it('keeps the digits of large integers', () => {
    expect(compiled('$..id').evaluate(parseJson('{"id":12345678901234567890}')).value).toBe(12345678901234567890n)
  })

  it.each<[string, Json]>([
    ['$.users[?@.id == 1329018829019312149].name', 'Ana'],
    ['$.users[?@.id != 1329018829019312149].name', ['Cid', 'Ben']],
    ['$.users[?@.id > 1329018829019312149].name', 'Cid'],
    ['$.users[?@.id >= 1329018829019312149].name', ['Ana', 'Cid']],
    ['$.users[?@.id < 1329018829019312150].name', ['Ana', 'Ben']],
    ['$.users[?@.id == $.want].name', 'Ana'],
    ['$.users[?@.tags == $.users[0].tags].name', ['Ana', 'Cid']],
    ['$.users[?@.score > 0.5].name', ['Ana', 'Cid']],
  ])('%s compares numbers with all their digits', (text, value) => {
    const users = `[{"id":1329018829019312149,"name":"Ana","tags":[{"t":1329018829019312149}],"score":9007199254740993},
      {"id":1329018829019312150,"name":"Cid","tags":[{"t":1329018829019312149}],"score":1},
      {"id":7,"name":"Ben","tags":[{"t":1329018829019312150}],"score":0.5}]`
    const tree = parseJson(`{"want":1329018829019312149,"users":${users}}`)
    expect(compiled(text).evaluate(tree)).toEqual({ found: true, value })
  })

  it.each<[string, Json]>([
    ['$.list[1]', 'b'],
    ['$.list[-1]', 'd'],
    ['$.list[9]', null],
    ['$.list[1:3]', ['b', 'c']],
    ['$.list[::2]', ['a', 'c']],
    ['$.list[::-1]', ['d', 'c', 'b', 'a']],
    ['$.list[-2:]', ['c', 'd']],
    ['$.list[2:0:-1]', ['c', 'b']],
    ['$.list[0, 2]', ['a', 'c']],
    ['$.none[?@ == null]', null],
    ['$.none[?!@.x]', [null, 1]],
    ['$.none[?@ == 1 || @ == null]', [null, 1]],
    ['$.objects[?@.a && @.b == 2].a', 1],
    ['$.objects[?@.a == @.missing].b', 3],
    ['$.objects[?value(@..b) == 3].b', 3],
    ['$.objects[?length(@) == 2].a', 1],
    ['$.words[?length(@) == 2]', 'z😀'],
    ['$..b', [2, 3]],
    ["$['objects'][0]['a']", 1],
    ['$.fractions[?@ > 0.5]', [0.75, 1]],
    ['$.fractions[?@ == 0.5e-1]', 0.05],
    ["$.fractions[?@ == '0.5']", null],
    ['$.fractions[?@ < -0.5]', -1],
  ])('%s selects as RFC 9535 has it', (text, value) => {
    const tree = {
      list: ['a', 'b', 'c', 'd'],
      none: [null, 1],
      objects: [{ a: 1, b: 2 }, { b: 3 }],
      words: ['z😀', 'abc'],
      fractions: [0.05, 0.75, 1, -1],
    }
    expect(compiled(text).evaluate(tree).value).toEqual(value)
  })

  it.each(['$.length', '$.text.length', '$.constructor', '$.__proto__', '$..constructor'])(
    '%s reaches own keys only',
    (text) => {
      expect(compiled(text).evaluate({ text: 'abc', list: [1] }).found).toBe(false)
    },
  )

  it.each(["$[?match(@.a, 'x*')]", "$[?search(@.a, 'x*')]"])('%s is refused', (text) => {
    expect(compileQuery(text)).toEqual({ problem: expect.stringContaining('match and search are not available') })
  })

  it('turns a tree that is nested too deeply into a warning', () => {
    let deep: Json = 1
    for (let level = 0; level < 50_000; level += 1) deep = [deep]
    expect(compiled('$..x').evaluate(deep)).toMatchObject({
      found: false,
      warning: expect.stringContaining('recursion'),
    })
  })

  it('bounds the work of filters that descend', () => {
    const wide = Array.from({ length: 2_000 }, (_, index) => [[index]])
    expect(compiled('$..[?$..x]').evaluate(wide)).toMatchObject({
      found: false,
      warning: expect.stringContaining('values'),
    })
    expect(compiled('$..[?$..x]').evaluate([1]).warning).not.toContain('values')
  })

  it.each(['$[?$[?@==-1]]', '$[?count($[*])==1]', '$[?@ == $.x || $[?@==-1]]', '$[?count($[0:])==1]'])(
    '%s over a long list comes back with a warning',
    { timeout: 60_000 },
    (text) => {
      const long = Array.from({ length: 30_000 }, (_, index) => index)
      expect(compiled(text).evaluate(long).warning).toContain('looks at more than')
    },
  )
})

describe('the work of a filter', () => {
  const many = Array.from({ length: 20_000 }, () => 1)
  const wide = Object.fromEntries(many.map((value, index) => [`k${index}`, value]))
  const long = 'x'.repeat(2_000_000)

  it.each<[string, Json]>([
    ['$.many[?$.wide == $.other]', { many, wide, other: { ...wide, k0: 2 } }],
    ['$.many[?length($.wide) == 1]', { many, wide }],
    ['$.many[?length($.long) == 1]', { many, long }],
    ['$.many[?$.long == $.other]', { many, long, other: `${long.slice(1)}x` }],
    ['$.many[?$.long < $.other]', { many, long, other: `${long.slice(1)}w` }],
  ])('%s is bounded, whatever it compares', { timeout: 60_000 }, (text, tree) => {
    expect(compiled(text).evaluate(tree).warning).toContain('looks at more than')
  })
})

describe('a query that cannot be read', () => {
  it.each(['', '  ', 'a.', 'a..b', 'a[*]', 'a[b]', '$.', '$[', '$temperature', `$[?${'('.repeat(50_000)}]`])(
    '%# is a problem',
    (text) => {
      expect(compileQuery(text)).toEqual({ problem: expect.stringMatching(/\w\.$/) })
    },
  )
})

describe('no match', () => {
  it.each([
    ['temprature', 'Nothing in the reply matches temprature. Nearest: temperature, '],
    ['periods[0].temperature', 'properties.periods[0].temperature'],
    ['properties.periods[5].windspeed', 'properties.periods[0].windSpeed'],
    ['$.properties.period[0].windSpeed', 'properties.periods[0].windSpeed'],
    ['Temperature', 'temperature'],
  ])('%s warns with the nearest existing paths', (text, part) => {
    expect(compiled(text).evaluate(forecast).warning).toContain(part)
  })

  it('looks at names of ordinary length only, so that a miss stays cheap', { timeout: 30_000 }, () => {
    const keys = Array.from({ length: 999 }, (_, index) => [`${'k'.repeat(5_000)}${index}`, 1] as const)
    const before = performance.now()
    const { warning } = compiled('k'.repeat(1_900)).evaluate({ ...Object.fromEntries(keys), kk: 1 })
    expect(warning).toContain('Nearest: kk.')
    expect(performance.now() - before).toBeLessThan(1_500)
  })

  it.each<Json>([null, 'text', [], {}, 7])('%j has no paths to list', (tree) => {
    expect(compiled('x').evaluate(tree).warning).toBe('Nothing in the reply matches x.')
  })
})
