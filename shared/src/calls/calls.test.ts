import { describe, expect, it, test } from 'vitest'
import { type Json, type JsonObject, stringifyJson } from '../json/index.ts'
import { type ExpectedInput, expectedInputsOf, type InputType } from './expected-input.ts'
import { guessInputs, shortenSample } from './guess-inputs.ts'
import { readInput, readInputText } from './read-input.ts'
import { exampleOf, readInputs } from './read-inputs.ts'

const inputs = (...rows: Partial<ExpectedInput>[]) => expectedInputsOf(rows)
const read = (rows: readonly ExpectedInput[], body: JsonObject, isForm = false) =>
  Object.fromEntries(readInputs(rows, { body, isForm }))

/** Titles of tests cannot hold a bigint. */
const shown = (value: Json) => stringifyJson(value)

describe('a value is read by its type', () => {
  const good: readonly [InputType, Json, Json][] = [
    ['any', null, null],
    ['any', ['x'], ['x']],
    ['text', 'SV-1', 'SV-1'],
    ['text', 1001, '1001'],
    ['text', 90071992547409931n, '90071992547409931'],
    ['number', 12.5, 12.5],
    ['number', ' 12.5 ', 12.5],
    ['number', '90071992547409931', 90071992547409931n],
    ['boolean', true, true],
    ['boolean', 'Yes', true],
    ['boolean', 'off', false],
    ['date', '2024-02-29', '2024-02-29'],
    ['date', '2026-03-01T12:30', '2026-03-01T12:30'],
    ['date', '2026-03-01T12:30:00.5+01:00', '2026-03-01T12:30:00.5+01:00'],
    ['list', [1], [1]],
    ['object', { a: 1 }, { a: 1 }],
  ]
  test.each(good.map((row) => [row[0], shown(row[1]), row[1], row[2]] as const))(
    '%s takes %s',
    (type, _, value, expected) => {
      expect(readInput(value, type)).toEqual({ value: expected })
    },
  )

  const bad: readonly [InputType, Json][] = [
    ['text', true],
    ['text', ['x']],
    ['number', 'twelve'],
    ['number', '1e999'],
    ['number', true],
    ['boolean', 'perhaps'],
    ['boolean', 1],
    ['date', '2026-02-29'],
    ['date', '2026-13-01'],
    ['date', '2026-03-01T25:00'],
    ['date', 20260301],
    ['list', '[1]'],
    ['list', {}],
    ['object', []],
  ]
  test.each(bad.map(([type, value]) => [type, shown(value), value] as const))('%s refuses %s', (type, _, value) => {
    expect(readInput(value, type)).toEqual({ expected: expect.any(String) })
  })

  it('and what a person types for a list or an object is JSON', () => {
    expect(readInputText('[1, 2]', 'list')).toEqual({ value: [1, 2] })
    expect(readInputText('{"a":1}', 'object')).toEqual({ value: { a: 1 } })
    expect(readInputText('{"a":1}', 'list')).toHaveProperty('expected')
  })
})

describe('the values of a request', () => {
  it('name everything that is missing or wrong, and never quote it', () => {
    const rows = inputs({ name: 'a' }, { name: 'b', type: 'number' }, { name: 'c', type: 'date' })
    expect(() => read(rows, { B: 1, c: 'secret words' })).toThrowError(
      expect.objectContaining({
        code: 'MISSING_INPUT',
        errors: [
          { path: 'a', message: 'Expected Input "a" is missing.' },
          { path: 'b', message: 'Expected Input "b" is missing. The request has "B"; names must match exactly.' },
          {
            path: 'c',
            message:
              'Expected Input "c" has to be a date or time, such as 2026-03-01 or 2026-03-01T12:30:00Z; text was sent.',
          },
        ],
      }),
    )
    expect(() => read(rows, { a: 'x', b: true, c: '2026-03-01' })).toThrowError(
      expect.objectContaining({ code: 'WRONG_INPUT', status: 400 }),
    )
  })

  it('get their default where nothing is sent, required or not', () => {
    const rows = inputs({ name: 'n', type: 'number', default: '3' }, { name: 'l', type: 'list', default: '[1]' })
    expect(read(rows, {})).toEqual({ n: 3, l: [1] })
    expect(read(rows, { n: null, l: [] })).toEqual({ n: 3, l: [] })
    expect(read(rows, { n: '  ' }, true)).toEqual({ n: 3, l: [1] })
  })

  it('are null where nothing is sent, required or given', () => {
    expect(read(inputs({ name: 'n', type: 'number', required: false }), {})).toEqual({ n: null })
  })

  it('of a form are read by their types', () => {
    const rows = inputs(
      { name: 'count', type: 'number' },
      { name: 'urgent', type: 'boolean' },
      { name: 'items', type: 'list' },
      { name: 'one', type: 'list' },
      { name: 'who', type: 'object' },
    )
    const body = { count: '2', urgent: 'on', items: ['a', 'b'], one: 'a', who: '{"name":"Dana"}' }
    expect(read(rows, body, true)).toEqual({
      count: 2,
      urgent: true,
      items: ['a', 'b'],
      one: ['a'],
      who: { name: 'Dana' },
    })
    expect(() => read(rows, body)).toThrow('"one" has to be a list')
  })

  it('of rows without a type stay as they are', () => {
    expect(read(inputs({ name: 'a' }, { name: 'b' }), { a: 7, b: null })).toEqual({ a: 7, b: null })
  })
})

test('an example is the one given, else the default, else one of the type', () => {
  const example = (row: Partial<ExpectedInput>) => exampleOf(inputs({ name: 'x', ...row })[0] as ExpectedInput) // one row
  expect(example({ type: 'number', example: '5', default: '6' })).toBe(5)
  expect(example({ type: 'number', default: '6' })).toBe(6)
  expect(example({ type: 'boolean' })).toBe(true)
})

describe('inputs guessed from a request', () => {
  it('have its names, types and values', () => {
    const body = { order_no: 'SV-20418', total: 12.5, urgent: false, ready: '2026-03-01', items: [1], who: { a: 1 } }
    expect(guessInputs(body).map(({ name, type, example }) => [name, type, example])).toEqual([
      ['order_no', 'text', 'SV-20418'],
      ['total', 'number', '12.5'],
      ['urgent', 'boolean', 'false'],
      ['ready', 'date', '2026-03-01'],
      ['items', 'list', '[1]'],
      ['who', 'object', '{"a":1}'],
    ])
  })

  it('leave out names that cannot be variables, and halves of lists', () => {
    expect(guessInputs({ 'a.b': 1, '': 2, long: ['x'.repeat(600)] })).toEqual([
      { name: 'long', type: 'list', required: true, example: '' },
    ])
  })

  it('come from the first of a list, and from nothing else', () => {
    expect(guessInputs([{ a: 1 }, { b: 1 }])).toHaveLength(1)
    expect(guessInputs('text')).toEqual([])
  })
})

test('a sample is cut until it is as small as asked for', () => {
  const body = {
    text: 'x'.repeat(5_000),
    items: Array.from({ length: 500 }, (_, at) => ({ at, text: 'y'.repeat(99) })),
  }
  expect(JSON.stringify(shortenSample(body, 2_000)).length).toBeLessThanOrEqual(2_000)
  expect(shortenSample({ a: 1 }, 2_000)).toEqual({ a: 1 })
})
