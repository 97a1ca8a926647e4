import { Type } from 'typebox'
import { expect, test } from 'vitest'
import { layoutForm, layoutPart } from './layout-form.ts'

const schema = Type.Object({
  method: Type.Enum(['GET', 'POST'], { title: 'Method', default: 'GET', 'x-ui': { widget: 'select', width: 'third' } }),
  timeout: Type.Integer({ title: 'Timeout', 'x-ui': { widget: 'number', width: 'third' }, 'x-required': true }),
  auth: Type.Optional(
    Type.Object(
      {
        type: Type.Enum(['none', 'basic'], { title: 'Authentication', default: 'none', 'x-ui': { width: 'third' } }),
        username: Type.Optional(
          Type.String({
            title: 'Username',
            'x-ui': { group: 'Basic Auth', visibleWhen: { field: 'auth.type', equals: 'basic' } },
          }),
        ),
      },
      { 'x-ui': { widget: 'fields' } },
    ),
  ),
  url: Type.String({ title: 'URL', 'x-ui': { widget: 'hologram' }, 'x-template': { place: 'url' } }),
})

const titles = (inputs: Record<string, unknown>) =>
  layoutForm(schema, inputs).map((group) => [group.title, group.lines.map((line) => line.map((field) => field.title))])

test('thirds share a line, also with fields of a nested object, and a full field has its own', () => {
  expect(titles({})).toEqual([[null, [['Method', 'Timeout', 'Authentication'], ['URL']]]])
})

test('a field with visibleWhen shows only while the other field has that value', () => {
  expect(titles({ auth: { type: 'basic' } })).toEqual([
    [null, [['Method', 'Timeout', 'Authentication']]],
    ['Basic Auth', [['Username']]],
    [null, [['URL']]],
  ])
})

test('defaults stand in for absent values, and a widget nobody knows falls back to the JSON type', () => {
  const [group] = layoutForm(schema, {})
  expect(group?.lines[0]?.[0]?.value).toBe('GET')
  expect(group?.lines[1]?.[0]?.widget).toBe('template')
})

test('a row of a list is laid out by its own values, and what is only kept is not drawn', () => {
  const item = Type.Object({
    number: Type.Optional(Type.Integer({ title: 'Number', 'x-ui': { widget: 'hidden' } })),
    by: Type.Enum(['value', 'time'], { title: 'By', default: 'value' }),
    left: Type.String({ title: 'Value', 'x-ui': { visibleBeside: { field: 'by', equals: 'value' } } }),
    from: Type.String({ title: 'From', 'x-ui': { visibleBeside: { field: 'by', equals: 'time' } } }),
  })
  const titlesAt = (index: number) =>
    layoutPart(item, ['rows', index], { rows: [{ by: 'value' }, { by: 'time', from: '9:00' }] })
      .flatMap(({ lines }) => lines.flat())
      .map(({ title, path, value }) => [title, path.join('.'), value])
  expect(titlesAt(0)).toEqual([
    ['By', 'rows.0.by', 'value'],
    ['Value', 'rows.0.left', undefined],
  ])
  expect(titlesAt(1)).toEqual([
    ['By', 'rows.1.by', 'time'],
    ['From', 'rows.1.from', '9:00'],
  ])
})
