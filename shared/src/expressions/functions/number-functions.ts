import { decimalOfText } from '../../json/decimal.ts'
import type { Json } from '../../json/json.ts'
import { alike, type Fixed, fixedOf, fixedOfDecimal, jsonOfFixed, rounded } from './fixed.ts'
import { type FunctionDefinition, FunctionFault, type Parameter, quoted } from './function-definition.ts'

const MAX_PLACES = 15

const places: Parameter = {
  name: 'digits',
  type: 'number',
  check: (value) => (isPlaces(value) ? undefined : `takes a number of digits from 0 to ${MAX_PLACES}`),
}
const other: Parameter = { name: 'number', type: 'number' }

/** Numbers are reckoned with all their digits: 0.1 and 0.2 are 0.3. */
export const numberFunctions: readonly FunctionDefinition[] = [
  {
    name: 'number',
    title: 'Reads the first number in a text as people write it, with points, commas and spaces.',
    takes: 'text',
    parameters: [],
    usage: 'number',
    example: ['14 mph', 14],
    run: (text) => jsonOfFixed(firstNumber(String(text))),
  },
  {
    name: 'round',
    title: 'Rounds to so many digits after the point, none if left out. Halves go away from zero.',
    takes: 'number',
    parameters: [{ ...places, isOptional: true }],
    usage: 'round: 2',
    example: [9.456, 9.46],
    run: (value, [digits = 0]) => jsonOfFixed(rounded(fixedOf(value), placesOf(digits))),
  },
  {
    name: 'decimals',
    title: 'Writes a number as text with exactly so many digits after the point.',
    takes: 'number',
    parameters: [places],
    usage: 'decimals: 2',
    example: [9.5, '9.50'],
    run: (value, [digits = 0]) => withZeros(rounded(fixedOf(value), placesOf(digits))),
  },
  {
    name: 'plus',
    title: 'Adds a number.',
    takes: 'number',
    parameters: [other],
    usage: 'plus: 1',
    example: [4, 5],
    run: (value, [added = 0]) => {
      const { a, b, scale } = alike(fixedOf(value), fixedOf(added))
      return jsonOfFixed({ units: a + b, scale })
    },
  },
  {
    name: 'minus',
    title: 'Takes a number away.',
    takes: 'number',
    parameters: [other],
    usage: 'minus: 1',
    example: [4, 3],
    run: (value, [taken = 0]) => {
      const { a, b, scale } = alike(fixedOf(value), fixedOf(taken))
      return jsonOfFixed({ units: a - b, scale })
    },
  },
  {
    name: 'times',
    title: 'Multiplies by a number.',
    takes: 'number',
    parameters: [other],
    usage: 'times: 2',
    example: [4, 8],
    run: (value, [factor = 1]) => {
      const [a, b] = [fixedOf(value), fixedOf(factor)]
      return jsonOfFixed({ units: a.units * b.units, scale: a.scale + b.scale })
    },
  },
  {
    name: 'divided',
    title: `Divides by a number, to ${MAX_PLACES} digits after the point.`,
    takes: 'number',
    parameters: [other],
    usage: 'divided: 2',
    example: [4, 2],
    run: (value, [divisor = 1]) => divide(fixedOf(value), fixedOf(divisor)),
  },
]

function isPlaces(value: Json): boolean {
  const digits = Number(value)
  return Number.isInteger(digits) && digits >= 0 && digits <= MAX_PLACES
}

function placesOf(digits: Json): number {
  if (!isPlaces(digits)) throw new FunctionFault(`${quoted(digits)} is no number of digits from 0 to ${MAX_PLACES}.`)
  return Number(digits)
}

function withZeros({ units, scale }: Fixed): string {
  const digits = String(units < 0n ? -units : units).padStart(scale + 1, '0')
  const sign = units < 0n ? '-' : ''
  return scale === 0 ? sign + digits : `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`
}

function divide(value: Fixed, divisor: Fixed): Json {
  if (divisor.units === 0n) throw new FunctionFault('A number cannot be divided by 0.')
  const { a, b } = alike(value, divisor)
  // One digit more than is kept, so that the last one can be rounded.
  const units = (a * 10n ** BigInt(MAX_PLACES + 1)) / b
  return jsonOfFixed(rounded({ units, scale: MAX_PLACES + 1 }, MAX_PLACES))
}

/** Groups of three digits with a sign between them and maybe a fraction, or digits with points and commas. */
const WRITTEN =
  /(?:(?<![\p{L}\d])[-+\u2212])?(?:\d{1,3}(?:[ \u00a0\u202f'’.,]\d{3})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,]\d+)*)/u

function firstNumber(text: string): Fixed {
  const [written] = WRITTEN.exec(text.slice(0, MAX_READ)) ?? []
  const plain = written === undefined ? undefined : plainNumber(written.replace('\u2212', '-'))
  const decimal = plain === undefined ? undefined : decimalOfText(plain, { isLoose: true, hasExponent: false })
  if (decimal === undefined) throw new FunctionFault(`There is no number in: ${quoted(text)}.`)
  return fixedOfDecimal(decimal)
}

const MAX_READ = 10_000

/**
 * With a point for the fraction and nothing between thousands. `1.200` is one and a fifth, as data has it; `1,200` is
 * twelve hundred and `1,5` one and a half.
 */
function plainNumber(written: string): string {
  const text = written.replace(/['’\s]/gu, '')
  const [lastPoint, lastComma] = [text.lastIndexOf('.'), text.lastIndexOf(',')]
  if (lastPoint !== -1 && lastComma !== -1) {
    const [grouping, fraction] = lastPoint > lastComma ? [',', '.'] : ['.', ',']
    return text.replaceAll(grouping, '').replace(fraction, '.')
  }
  if (lastComma !== -1)
    return /^[-+]?\d{1,3}(?:,\d{3})+$/.test(text) ? text.replaceAll(',', '') : text.replace(',', '.')
  return /^[-+]?\d{1,3}(?:\.\d{3}){2,}$/.test(text) ? text.replaceAll('.', '') : text
}
