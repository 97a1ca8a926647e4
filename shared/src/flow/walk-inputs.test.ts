import { Type } from 'typebox'
import { describe, expect, it } from 'vitest'
import { webCall } from '../../test/fixtures/definitions.ts'
import { formatInputPath } from './input-path.ts'
import { type InputVisit, walkInputs } from './walk-inputs.ts'
import { withDefaults } from './with-defaults.ts'

function visits(inputs: Record<string, unknown>): Map<string, InputVisit> {
  const found = new Map<string, InputVisit>()
  walkInputs(webCall.inputs, inputs, (input) => found.set(formatInputPath(input.path), input))
  return found
}

describe('a walk over inputs', () => {
  it('visits nested objects and every row, absent inputs included', () => {
    const found = visits({ headers: [{ key: 'A', value: '1' }, {}], auth: { type: 'basic', username: 'u' } })
    expect([...found.keys()]).toEqual([
      'method',
      'timeoutSeconds',
      'auth.type',
      'auth.username',
      'auth.password',
      'url',
      'headers',
      'headers[0].key',
      'headers[0].value',
      'headers[0].secret',
      'headers[1].key',
      'headers[1].value',
      'headers[1].secret',
      'contentType',
      'body',
      'responseVariables',
    ])
    expect(found.get('auth.username')?.value).toBe('u')
    expect(found.get('headers')?.kind).toBe('rows')
    expect(found.get('headers[1].value')?.value).toBeUndefined()
  })

  it('shows defaults where the document holds nothing', () => {
    expect(visits({}).get('method')?.value).toBe('GET')
    expect(visits({ method: 'POST' }).get('method')?.value).toBe('POST')
  })

  it('tells what the form shows', () => {
    expect(visits({ auth: { type: 'basic' } }).get('auth.password')?.visible).toBe(true)
    expect(visits({ auth: { type: 'none' } }).get('auth.password')?.visible).toBe(false)
    expect(visits({}).get('auth.password')?.visible).toBe(false)
  })

  it('tells what is secret: always, by its switch, or by its name', () => {
    const rows = [
      { key: 'Accept', value: 'x', secret: true },
      { key: 'Authorization', value: 'x' },
      { key: 'Authorization', value: 'x', secret: false },
      { key: 'Accept', value: 'x' },
    ]
    const found = visits({ headers: rows })
    expect(rows.map((_, index) => found.get(`headers[${index}].value`)?.secret)).toEqual([true, true, false, false])
    expect(found.get('auth.password')?.secret).toBe(true)
    expect(found.get('url')?.secret).toBe(false)
  })

  it('hands out a sealed secret as it stands', () => {
    const found = visits({ auth: { type: 'basic', password: { $secret: 's1' } } })
    expect(found.get('auth.password')?.value).toEqual({ $secret: 's1' })
  })

  it('visits values of the wrong kind without descending', () => {
    const found = visits({ auth: 7, headers: 'no', responseVariables: [null, 3], url: { deep: {} } })
    expect(found.get('headers')?.value).toBe('no')
    expect(found.get('auth.type')?.value).toBeUndefined()
    expect(found.get('responseVariables[1].name')?.value).toBeUndefined()
    expect(found.get('url')?.value).toEqual({ deep: {} })
  })
})

describe('defaults', () => {
  it('fill what is absent at every level and share the rest', () => {
    const inputs = { url: 'https://a.example', headers: [{ key: 'A' }], auth: {} }
    const filled = withDefaults(webCall.inputs, inputs)
    expect(filled).toMatchObject({ method: 'GET', timeoutSeconds: 10, auth: { type: 'none' }, url: inputs.url })
    expect(filled.headers).toBe(inputs.headers)
  })

  it('leave complete inputs and values that are there alone', () => {
    const inputs = { method: 'POST', timeoutSeconds: 1, url: '', auth: { type: 'basic' } }
    expect(withDefaults(webCall.inputs, inputs)).toBe(inputs)
    expect(withDefaults(webCall.inputs, { method: null }).method).toBeNull()
  })
})

describe('conditions on inputs', () => {
  const schema = Type.Object({
    others: Type.Optional(Type.Array(Type.String(), { default: [] })),
    rows: Type.Array(
      Type.Object({
        kind: Type.Enum(['plain', 'range'], { default: 'plain' }),
        upTo: Type.Optional(
          Type.String({ 'x-ui': { visibleBeside: { field: 'kind', equals: 'range' } }, 'x-required': true }),
        ),
      }),
      { 'x-required': { unless: { field: 'others', isSet: true } } },
    ),
  })

  function walk(inputs: Record<string, unknown>): Map<string, InputVisit> {
    const found = new Map<string, InputVisit>()
    walkInputs(schema, inputs, (input) => found.set(formatInputPath(input.path), input))
    return found
  }

  it('beside them decide for each row by its own values, defaults included', () => {
    const found = walk({ rows: [{ kind: 'range' }, {}] })
    expect(found.get('rows[0].upTo')?.visible).toBe(true)
    expect(found.get('rows[1].upTo')?.visible).toBe(false)
  })

  it('lift what is required otherwise', () => {
    expect(walk({}).get('rows')?.required).toBe(true)
    expect(walk({ others: ['x'] }).get('rows')?.required).toBe(false)
    expect(walk({ rows: [{}] }).get('rows[0].upTo')?.required).toBe(true)
  })
})
