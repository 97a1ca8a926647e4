import { describe, expect, it } from 'vitest'
import { formatInputPath, inputAt, parseInputPath, setAt } from './input-path.ts'

describe('paths of inputs', () => {
  it('reads back what it writes', () => {
    const path = ['headers', 0, 'value'] as const
    expect(formatInputPath(path)).toBe('headers[0].value')
    expect(parseInputPath('headers[0].value')).toEqual(path)
  })

  it('sees own properties only', () => {
    expect(inputAt({ a: [{ b: 1 }] }, ['a', 0, 'b'])).toBe(1)
    expect(inputAt({}, ['constructor', 'name'])).toBeUndefined()
    expect(inputAt({ a: 'text' }, ['a', 'length'])).toBeUndefined()
    expect(inputAt({ a: [] }, ['a', 'length'])).toBeUndefined()
  })

  it('shares what a change does not touch', () => {
    const inputs = { auth: { type: 'none' }, headers: [{ key: 'A' }, { key: 'B' }] }
    const changed = setAt(inputs, ['headers', 1, 'key'], 'C')
    expect(changed).toEqual({ auth: { type: 'none' }, headers: [{ key: 'A' }, { key: 'C' }] })
    expect(changed.auth).toBe(inputs.auth)
    expect(inputs.headers[1]).toEqual({ key: 'B' })
  })

  it('makes what is missing on the way and replaces what is of the wrong kind', () => {
    expect(setAt({}, ['rows', 0, 'name'], 'x')).toEqual({ rows: [{ name: 'x' }] })
    expect(setAt({ rows: 'text' }, ['rows', 0, 'name'], 'x')).toEqual({ rows: [{ name: 'x' }] })
  })

  it('removes properties and rows', () => {
    expect(setAt({ a: 1, b: 2 }, ['a'], undefined)).toEqual({ b: 2 })
    expect(setAt({ rows: [1, 2, 3] }, ['rows', 1], undefined)).toEqual({ rows: [1, 3] })
  })

  it('keeps a property called __proto__ a property', () => {
    const changed = setAt({}, ['__proto__'], { polluted: true })
    expect(Object.hasOwn(changed, '__proto__')).toBe(true)
    expect(Object.getPrototypeOf(changed)).toBe(Object.prototype)
  })
})
