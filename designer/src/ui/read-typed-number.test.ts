import { expect, test } from 'vitest'
import { readTypedNumber } from './read-typed-number.ts'

const hundred = { min: 1, max: 100 }

test('digits and one point are kept, whatever else is typed or pasted', () => {
  expect(readTypedNumber(' 1,0.5.2 s', { min: 0, max: 1_000 })).toEqual({ text: '10.52', value: 10.52 })
  expect(readTypedNumber('12.7', { ...hundred, isInteger: true })).toEqual({ text: '12', value: 12 })
})

test('nobody types past the largest number, and what is too small counts as not yet typed', () => {
  expect(readTypedNumber('1000', hundred)).toEqual({ text: '100', value: 100 })
  expect(readTypedNumber('0', hundred)).toEqual({ text: '0', value: null })
})

test('an empty field is no number', () => {
  expect(readTypedNumber('x', hundred)).toEqual({ text: '', value: undefined })
})
