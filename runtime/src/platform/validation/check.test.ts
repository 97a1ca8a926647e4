import { FlowSchema } from '@patchbay/shared/flow'
import { Type } from 'typebox'
import { describe, expect, it } from 'vitest'
import { createCheck } from './check.ts'

function errorsOf(schema: Parameters<typeof createCheck>[0], value: unknown) {
  const checked = createCheck(schema)(value)
  return checked.ok ? [] : checked.errors
}

const flow = {
  formatVersion: 1,
  name: 'A',
  description: '',
  settings: { timeZone: 'UTC', maxSteps: 10 },
  nodes: [],
  connections: [],
  notes: [],
}

describe('createCheck', () => {
  it('accepts what the schema allows and hands the same value back', () => {
    const checked = createCheck(FlowSchema)(flow)
    expect(checked.ok && checked.value).toBe(flow)
  })

  it('names the place of every error as a person would write it', () => {
    const nodes = [{ id: 0, type: 'x', name: '', position: { x: '1', y: 2 }, inputs: {}, colour: 'red' }]
    const errors = errorsOf(FlowSchema, { ...flow, nodes, settings: { timeZone: 'UTC' } })
    expect(Object.fromEntries(errors.map((error) => [error.path, error.message]))).toMatchObject({
      'settings.maxSteps': 'This is required.',
      'nodes[0].id': 'This must be 1 or more.',
      'nodes[0].name': 'This must not be empty.',
      'nodes[0].position.x': 'This must be a number.',
      'nodes[0].colour': expect.stringMatching(/^This key is not known here\. Known are: id, type/),
    })
  })

  it.each([
    [Type.String({ format: 'email' }), 'x', 'This must be an e-mail address such as dana@example.com.'],
    [Type.Enum(['a', 'b']), 'c', 'This must be one of: a, b.'],
    [Type.Literal(1), 2, 'This must be 1.'],
    [Type.String({ pattern: '^a$', 'x-pattern-text': 'the letter a' }), 'b', 'This must be the letter a.'],
    [Type.String({ pattern: '^a$', description: 'on the first page' }), 'b', 'This does not have the expected form.'],
    [Type.Union([Type.String(), Type.Number()]), {}, 'This has none of the allowed shapes.'],
    [Type.Array(Type.String(), { minItems: 1 }), [], 'This needs at least one entry.'],
    [Type.Integer(), 1.5, 'This must be a whole number.'],
    [Type.Integer(), 9007199254740993n, 'This must be a whole number.'],
  ])('says in words what %j expects', (schema, value, message) => {
    expect(errorsOf(schema, value).map((error) => error.message)).toEqual([message])
  })

  it('refuses a key named __proto__', () => {
    const value: unknown = JSON.parse('{"__proto__": {"x": 1}}')
    expect(errorsOf(Type.Object({}, { additionalProperties: false }), value)[0]?.path).toBe('__proto__')
  })

  it('takes names that every object inherits something by for ordinary keys', () => {
    const names = ['constructor', 'toString', 'hasOwnProperty']
    const properties = Object.fromEntries(names.map((name) => [name, Type.Optional(Type.String())]))
    const schema = Type.Object(properties, { additionalProperties: false })
    expect(errorsOf(schema, {})).toEqual([])
    expect(errorsOf(schema, { constructor: 'a', toString: 'b' })).toEqual([])
    expect(errorsOf(schema, { toString: 1 }).map(({ path }) => path)).toEqual(['toString'])
    expect(errorsOf(Type.Object({ constructor: Type.Any() }), {}).map(({ path }) => path)).toEqual(['constructor'])
  })

  it('quotes keys that are no words', () => {
    const schema = Type.Object({ rows: Type.Record(Type.String(), Type.Number()) })
    expect(errorsOf(schema, { rows: { 'a b/c': 'x' } })[0]?.path).toBe('rows["a b/c"]')
  })

  it('does not make an error for each of a million wrong values', () => {
    const nodes = Array.from({ length: 1_000_000 }, () => 1)
    expect(errorsOf(FlowSchema, { ...flow, nodes })).toHaveLength(1)
  })

  it('reports at most a hundred errors', () => {
    expect(errorsOf(Type.Array(Type.String()), Array(5_000).fill(1))).toHaveLength(100)
  })
})
