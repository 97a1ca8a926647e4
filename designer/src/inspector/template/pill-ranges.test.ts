import { expect, test } from 'vitest'
import { type PillStyles, pillRanges } from './pill-ranges.ts'

const styles: PillStyles = {
  styleOf: (path) => ({ category: 'data', status: path[0] === 'wrong' ? 'unknown' : 'certain', words: `${path[0]}!` }),
  showsCodes: true,
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

test('words stand for plain variables that something sets, with the code as their title', () => {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: variables are written so.
  const text = '$temp, ${temp}, ${temp | upper}, $wrong and {{ temp }}'
  const found = pillRanges(text, { ...styles, showsCodes: false })
  expect(found.map(({ words }) => words)).toEqual(['temp!', 'temp!', undefined, undefined, 'temp!'])
  expect(found[0]?.title).toBe('$temp')
  expect(pillRanges(text, styles).some(({ words }) => words !== undefined)).toBe(false)
})
