import { expect, test } from 'vitest'
import { type PillStyles, pillRanges } from './pill-ranges.ts'

const styles: PillStyles = {
  styleOf: () => ({ category: 'data', status: 'certain' }),
  classOf: () => 'pill',
  titleOf: () => '',
  hintOf: () => '',
}
const costly = { className: 'costly', title: 'costs', is: (character: string) => '’😀'.includes(character) }

test('characters that cost are marked where they stand, between the pills', () => {
  const text = 'It’s $temp F 😀 ’'
  const found = pillRanges(text, { ...styles, costly }).map(({ from, to, className }) => [
    className,
    text.slice(from, to),
  ])
  expect(found).toEqual([
    ['costly', '’'],
    ['pill', '$temp'],
    ['costly', '😀'],
    ['costly', '’'],
  ])
})

test('a field that counts no segments marks none', () => {
  expect(pillRanges('It’s $temp', styles).map(({ className }) => className)).toEqual(['pill'])
})
