import { expect, test } from 'vitest'
import { fixNear } from './fix-near.ts'

const suggest = ({ name }: { readonly name: string }) => (name === 'temp' ? null : '$temp')

test('the unknown token at the caret is mended, else the nearest one', () => {
  expect(fixNear('$tmp and $tem', 11, suggest)).toEqual({ from: 9, to: 13, insert: '$temp' })
  expect(fixNear('$tmp and later', 14, suggest)).toEqual({ from: 0, to: 4, insert: '$temp' })
})

test('nothing is mended in a text that knows its tokens', () => {
  expect(fixNear('$temp and $$', 3, suggest)).toBeNull()
})
