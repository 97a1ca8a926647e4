import { expect, test } from 'vitest'
import { countSegments } from './count-segments.ts'

test('160 plain characters are one segment, 161 are two', () => {
  expect(countSegments('a'.repeat(160))).toBe(1)
  expect(countSegments('a'.repeat(161))).toBe(2)
  expect(countSegments('a'.repeat(307))).toBe(3)
})

test('one character outside the GSM alphabet, such as a curly apostrophe, shortens segments to 70 and 67', () => {
  expect(countSegments(`It’s ${'a'.repeat(65)}`)).toBe(1)
  expect(countSegments(`It’s ${'a'.repeat(66)}`)).toBe(2)
})

test('brackets and the euro sign take two places', () => {
  expect(countSegments('€'.repeat(80))).toBe(1)
  expect(countSegments('€'.repeat(81))).toBe(2)
})

test('no text is no segment', () => {
  expect(countSegments('')).toBe(0)
})
