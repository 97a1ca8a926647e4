import { Type } from 'typebox'
import { expect, test } from 'vitest'
import { newRow } from './new-row.ts'

const row = Type.Object({
  exit: Type.Optional(Type.Integer({ 'x-ui': { widget: 'hidden' } })),
  name: Type.Optional(Type.String({ 'x-ui': { widget: 'text' } })),
  by: Type.Enum(['value', 'time'], { default: 'value', 'x-ui': { widget: 'select' } }),
  left: Type.Optional(Type.String({ 'x-ui': { widget: 'template', visibleBeside: { field: 'by', equals: 'value' } } })),
  upTo: Type.Optional(Type.String({ 'x-ui': { widget: 'template', below: 'left' } })),
  from: Type.Optional(Type.String({ default: '09:00', 'x-ui': { visibleBeside: { field: 'by', equals: 'time' } } })),
})

test('a new row begins with the defaults and empty texts that it shows', () => {
  expect(newRow(row)).toEqual({ name: '', by: 'value', left: '' })
})

test('a new row takes over what it repeats from the row before', () => {
  const hints = { repeats: ['by', 'left'] }
  expect(newRow(row, { name: 'A', by: 'value', left: '$x' }, hints)).toEqual({ name: '', by: 'value', left: '$x' })
  expect(newRow(row, { name: 'A', by: 'time' }, hints)).toEqual({ name: '', by: 'time', from: '09:00' })
  expect(newRow(row, undefined, hints)).toEqual({ name: '', by: 'value', left: '' })
})
