import { expect, test } from 'vitest'
import { belongsToIme } from './belongs-to-ime.ts'

test('a key pressed while something is composed belongs to the input method', () => {
  expect(belongsToIme({ isComposing: true, keyCode: 13 })).toBe(true)
  expect(belongsToIme({ nativeEvent: { isComposing: true, keyCode: 27 } })).toBe(true)
})

test('so does the Enter that Safari sends when the composition is over', () => {
  expect(belongsToIme({ isComposing: false, keyCode: 229 })).toBe(true)
})

test('any other key is the page’s own', () => {
  expect(belongsToIme({ isComposing: false, keyCode: 13 })).toBe(false)
  expect(belongsToIme({ nativeEvent: { isComposing: false, keyCode: 27 } })).toBe(false)
})
