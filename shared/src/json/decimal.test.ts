import { describe, expect, it } from 'vitest'
import { compareDecimals, compareNumbers, decimalOfText, decimalText, numberText } from './decimal.ts'

const loose = { isLoose: true, hasExponent: true }
const strict = { isLoose: false, hasExponent: false }

function order(left: string, right: string): number {
  const [a, b] = [decimalOfText(left, loose), decimalOfText(right, loose)]
  if (a === undefined || b === undefined) throw new Error(`${left} and ${right} are numbers.`)
  return Math.sign(compareDecimals(a, b))
}

describe('decimals', () => {
  it.each([
    ['1329018829019312149', '1329018829019312150'],
    ['12345678901234567890.5', '12345678901234567891.5'],
    ['0.10000000000000000001', '0.10000000000000000002'],
    ['-2', '-1'],
    ['-1', '0'],
    ['0', '0.0001'],
    ['9', '10'],
    ['1e400', '2e500'],
    ['9e-5', '1e-4'],
    ['0.15', '0.2'],
  ])('%s is before %s', (left, right) => {
    expect([order(left, right), order(right, left)]).toEqual([-1, 1])
  })

  it.each([
    ['1.50', '1.5'],
    ['1000', '1e3'],
    ['-0', '0.00'],
    ['007', '7'],
    ['+5.', '5'],
    ['.5', '0.5'],
    ['120e-1', '12'],
  ])('%s is %s', (left, right) => {
    expect(order(left, right)).toBe(0)
  })

  it.each(['007', '+5', '.5', '5.', '12E5', '0e1234', '', '-', '1,5', '0x10', 'Infinity', '１２'])(
    '%j is no number when codes and amounts must be told apart',
    (text) => {
      expect(decimalOfText(text, strict)).toBeUndefined()
    },
  )

  it('takes time that grows with the text only', () => {
    const zeros = `1${'0'.repeat(1_000_000)}1`
    expect(order(zeros, `${zeros}0`)).toBe(-1)
  })

  it.each([
    ['-0.0500', '-0.05'],
    ['1e3', '1000'],
    ['12.30', '12.3'],
    ['0.00', '0'],
  ])('writes %s as %s', (text, written) => {
    const read = decimalOfText(text, loose)
    expect(read && decimalText(read)).toBe(written)
  })
})

describe('numbers of JSON', () => {
  it('compare exactly, a large integer with a fraction as well', () => {
    expect(compareNumbers(9007199254740993n, 9007199254740992)).toBe(1)
    expect(compareNumbers(0.5, 1n)).toBe(-1)
    expect(compareNumbers(7, 7n)).toBe(0)
  })

  it.each<[number | bigint, string]>([
    [1e-7, '0.0000001'],
    [1.5e21, '1500000000000000000000'],
    [-2.5e-10, '-0.00000000025'],
    [10, '10'],
    [0.1, '0.1'],
    [12345678901234567890n, '12345678901234567890'],
  ])('%s reads as %s in a text', (value, text) => {
    expect(numberText(value)).toBe(text)
  })
})
