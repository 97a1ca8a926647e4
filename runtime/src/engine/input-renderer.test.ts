import { defineNode } from '@patchbay/shared/nodes'
import { Type } from 'typebox'
import { describe, expect, it } from 'vitest'
import { compileInputs } from './input-renderer.ts'

const exact = { additionalProperties: false } as const
const template = (place: 'text' | 'header' | 'body' | 'value') => ({
  'x-template': { place, contentTypeField: 'contentType' },
})

const definition = defineNode({
  id: 'sample',
  typeVersion: 1,
  kind: 'action',
  category: 'data',
  title: 'Sample',
  description: '',
  icon: 'api',
  keywords: [],
  variablePrefix: 'SAMPLE',
  inputs: Type.Object(
    {
      kind: Type.Optional(Type.Enum(['none', 'basic'])),
      contentType: Type.Optional(Type.String()),
      body: Type.Optional(Type.String(template('body'))),
      header: Type.Optional(Type.String(template('header'))),
      value: Type.Optional(Type.String(template('value'))),
      token: Type.Optional(Type.String({ ...template('text'), 'x-secret': true })),
      password: Type.Optional(
        Type.String({ 'x-secret': true, 'x-ui': { visibleWhen: { field: 'kind', equals: 'basic' } } }),
      ),
      rows: Type.Optional(Type.Array(Type.Object({ name: Type.String(), text: Type.String(template('text')) }, exact))),
    },
    exact,
  ),
  outputs: [],
  sets: [],
  exits: [{ id: 'next', label: 'Next' }],
  repeat: 'safe',
  summary: [],
  defaults: {},
})

const none = new Map<string, string>()

describe('the inputs of a visit', () => {
  it('are the same object for every run when nothing varies', () => {
    const render = compileInputs(definition, { kind: 'none', rows: [] }, none)
    expect(render({ a: 1 }).values).toBe(render({ a: 2 }).values)
  })

  it('are the same object for every run when no text names a variable', () => {
    const render = compileInputs(definition, { body: 'costs $$5', rows: [{ name: 'x', text: '$$' }] }, none)
    expect(render({ a: 1 }).values).toEqual({ body: 'costs $5', rows: [{ name: 'x', text: '$' }] })
    expect(render({ a: 1 }).values).toBe(render({ a: 2 }).values)
  })

  it('share nothing that varies with the next run', () => {
    const render = compileInputs(definition, { kind: 'none', body: '$a', rows: [{ name: 'x', text: '$a' }] }, none)
    const first = render({ a: 1 })
    expect(render({ a: 2 }).values).toEqual({ kind: 'none', body: '2', rows: [{ name: 'x', text: '2' }] })
    expect(first.values).toEqual({ kind: 'none', body: '1', rows: [{ name: 'x', text: '1' }] })
    expect(first.shown).toEqual(first.values)
  })

  it('are filled in by the rule of their place and tell what was missing', () => {
    const inputs = {
      contentType: 'application/json',
      body: '{"a": "$a"}',
      value: '$list',
      rows: [{ name: 'x', text: '$a and $gone' }],
    }
    const rendered = compileInputs(definition, inputs, none)({ a: 'say "hi"', list: [1, 2] })
    expect(rendered.values).toEqual({
      contentType: 'application/json',
      body: '{"a": "say \\"hi\\""}',
      value: [1, 2],
      rows: [{ name: 'x', text: 'say "hi" and ' }],
    })
    expect(rendered.missing).toEqual(['gone'])
  })

  it('tell whether they read the date and time', () => {
    const reads = (value: string) => compileInputs(definition, { value }, none).readsDateTime
    expect(['$DateTime.date', '{{#a}}{{DateTime.hour}}{{/a}}'].map(reads)).toEqual([true, true])
    expect(['$Date', 'DateTime', '$a.DateTime'].map(reads)).toEqual([false, false, false])
  })

  it('show a header as text although it is sent as bytes', () => {
    const rendered = compileInputs(definition, { header: 'Grüße $a' }, none)({ a: '😀' })
    expect(rendered.shown).toEqual({ header: 'Grüße 😀' })
    expect(rendered.values).toEqual({ header: Buffer.from('Grüße 😀').toString('latin1') })
  })

  it('refuse to be rendered with a text that cannot be written, though it names no variable', () => {
    const render = compileInputs(definition, { body: '${never closed', value: 'x' }, none)
    expect(() => render({})).toThrow('never closed')
  })

  it('hold unsealed secrets, with variables in them, and never show them', () => {
    const secrets = new Map([['s1', 'Bearer $a']])
    const rendered = compileInputs(definition, { token: { $secret: 's1' } }, secrets)({ a: 'xyz' })
    expect(rendered.values).toEqual({ token: 'Bearer xyz' })
    expect(JSON.stringify(rendered.shown)).not.toContain('xyz')
  })

  it('have a most size together, also where values keep their type', () => {
    const rows = Array.from({ length: 20 }, (_, index) => ({ name: `n${index}`, text: '$a' }))
    const scope = { a: 'x'.repeat(1_000_000), list: [['x'.repeat(9_000_000)]] }
    const tooLarge = expect.objectContaining({ code: 'VALUE_TOO_LARGE' })
    expect(() => compileInputs(definition, { rows }, none)(scope)).toThrow(tooLarge)
    expect(() => compileInputs(definition, { value: '$list' }, none)(scope)).toThrow(tooLarge)
    expect(() => compileInputs(definition, { rows: rows.slice(0, 5) }, none)(scope)).not.toThrow()
  })

  it('tell of many variables without a value', () => {
    const body = Array.from({ length: 150_000 }, (_, index) => `$n${index}`).join(' ')
    expect(compileInputs(definition, { body }, none)({}).missing).toHaveLength(150_000)
  })

  it('leave out what the form does not show', () => {
    const secrets = new Map([['s1', 'hidden']])
    const inputs = { kind: 'none', password: { $secret: 's1' } }
    expect(compileInputs(definition, inputs, secrets)({}).values).toEqual({ kind: 'none' })
    expect(compileInputs(definition, { ...inputs, kind: 'basic' }, secrets)({}).values).toEqual({
      kind: 'basic',
      password: 'hidden',
    })
  })
})
