import { expect, test } from 'vitest'
import { tokenBefore } from './token-before.ts'

const typed = (text: string) => tokenBefore(text, text.length)?.typed ?? null

test('a dollar sign opens the list, and what follows narrows it', () => {
  expect(typed('Sent at $')).toBe('')
  expect(typed('Sent at $DateTime.cur')).toBe('DateTime.cur')
  expect(typed('${order')).toBe('order')
})

test('the token begins at its dollar sign, so that choosing replaces all of it', () => {
  expect(tokenBefore('It is $te', 9)).toEqual({ from: 6, to: 9, typed: 'te' })
})

test('two dollar signs are one literal dollar sign, three begin a token', () => {
  expect(typed('$$')).toBeNull()
  expect(typed('$$USD')).toBeNull()
  expect(typed('$$$te')).toBe('te')
})

test('an amount such as $5 and plain text open nothing', () => {
  expect(typed('costs $5')).toBeNull()
  expect(typed('hello')).toBeNull()
  expect(typed('$temp F')).toBeNull()
})
