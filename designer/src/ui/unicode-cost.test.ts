import { expect, test } from 'vitest'
import { unicodeCost } from './unicode-cost.ts'

const long = 'a'.repeat(100)

test('a plain text costs nothing', () => {
  expect(unicodeCost("It's 80 F", "It's $temp F")).toBeNull()
})

test('a character that looks like a plain one is replaced everywhere, and the text is counted without it', () => {
  expect(unicodeCost(`It’s ’ ${long}`, `It’s ’ $forecast`)).toEqual({
    culprits: ['’'],
    isWritten: true,
    plain: { written: "It's ' $forecast", segments: 1, same: "'" },
  })
})

test('one character that nothing else means keeps the text Unicode, so nothing is offered', () => {
  expect(unicodeCost('It’s 😀', 'It’s 😀')).toEqual({ culprits: ['’', '😀'], isWritten: true, plain: null })
})

test('a character of a value cannot be replaced in the text', () => {
  expect(unicodeCost('It’s “sunny”', 'It’s $forecast')).toEqual({
    culprits: ['’', '“', '”'],
    isWritten: false,
    plain: null,
  })
})
