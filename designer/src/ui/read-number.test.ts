import { describe, expect, it } from 'vitest'
import { readNumber } from './read-number.ts'

describe.each([true, false])('a number, whole: %s', (isInteger) => {
  it.each([
    ['15', 15],
    [' 1 500 ', 1500],
    ['1\u00a0500', 1500],
    ['1\u202f500', 1500],
    ['1’500', 1500],
    ['1,000', 1000],
    ['1,000,000', 1_000_000],
    ['1.000.000', 1_000_000],
    ['-3', -3],
    ['2.0', 2],
    ['2,0', 2],
    ['', undefined],
    ['  ', undefined],
    ['ten', null],
    ['5 s', null],
    ['1,2,3', null],
    ['1.2.3', null],
    ['1,00,000', null],
    ['1 5', null],
    ['1..5', null],
    [',5', null],
    ['1e3', null],
  ])('%j is read as %j', (text, value) => {
    expect(readNumber(text, { isInteger })).toBe(value)
  })
})

it.each([
  ['1,5', 1.5],
  ['1.5', 1.5],
  ['0,125', 0.125],
  ['1.000', 1],
  ['1.234,5', 1234.5],
  ['1,234.5', 1234.5],
  ['1 234,5', 1234.5],
  ['12,50', 12.5],
])('decimals may stand behind a comma or a point: %s', (text, value) => {
  expect(readNumber(text, { isInteger: false })).toBe(value)
})

it('a whole number has groups of three, and no decimals', () => {
  expect(readNumber('1.000', { isInteger: true })).toBe(1000)
  expect(readNumber('1,5', { isInteger: true })).toBe(null)
  expect(readNumber('12.7', { isInteger: true })).toBe(null)
})
