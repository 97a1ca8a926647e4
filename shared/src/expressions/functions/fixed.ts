import { type Decimal, decimalOf, decimalOfText, decimalText, numberText } from '../../json/decimal.ts'
import type { Json } from '../../json/json.ts'
import { FunctionFault, quoted } from './function-definition.ts'

const NUMBER_TEXT = { isLoose: true, hasExponent: true }

/** A decimal to reckon with: `units / 10^scale`, all digits kept. */
export interface Fixed {
  readonly units: bigint
  readonly scale: number
}

/** More digits take too long to reckon with, and count nothing that exists. */
const MAX_DIGITS = 300

/** Reads a number, also one written as text. @throws FunctionFault */
export function fixedOf(value: Json): Fixed {
  const decimal = decimalOf(value, NUMBER_TEXT)
  if (decimal === undefined) throw new FunctionFault(`${quoted(value)} is not a number.`)
  return fixedOfDecimal(decimal)
}

/** The number as JSON has it; one whose digits have no room in a number stays text. */
export function jsonOfFixed(fixed: Fixed): Json {
  const text = textOfFixed(fixed)
  if (!text.includes('.')) {
    const integer = BigInt(text)
    return integer >= Number.MIN_SAFE_INTEGER && integer <= Number.MAX_SAFE_INTEGER ? Number(text) : integer
  }
  return numberText(Number(text)) === text ? Number(text) : text
}

/** Without zeros at the end: `12.5`. */
function textOfFixed({ units, scale }: Fixed): string {
  const digits = String(units < 0n ? -units : units)
  const text = scale === 0 ? digits : `${digits.slice(0, -scale) || '0'}.${digits.slice(-scale).padStart(scale, '0')}`
  const decimal = decimalOfText(text, { isLoose: true, hasExponent: false })
  return decimal === undefined ? '0' : decimalText({ ...decimal, isNegative: units < 0n })
}

/** Both at the larger scale. */
export function alike(left: Fixed, right: Fixed): { readonly a: bigint; readonly b: bigint; readonly scale: number } {
  const scale = Math.max(left.scale, right.scale)
  return { a: scaled(left, scale).units, b: scaled(right, scale).units, scale }
}

/** With so many digits after the point, halves away from zero. */
export function rounded(fixed: Fixed, places: number): Fixed {
  if (fixed.scale <= places) return scaled(fixed, places)
  const step = 10n ** BigInt(fixed.scale - places)
  const half = fixed.units < 0n ? -step / 2n : step / 2n
  return { units: (fixed.units + half) / step, scale: places }
}

function scaled({ units, scale }: Fixed, to: number): Fixed {
  return { units: units * 10n ** BigInt(to - scale), scale: to }
}

export function fixedOfDecimal({ isNegative, digits, exponent }: Decimal): Fixed {
  if (digits.length > MAX_DIGITS || Math.abs(exponent) > MAX_DIGITS) {
    throw new FunctionFault(`A number with more than ${MAX_DIGITS} digits cannot be reckoned with.`)
  }
  const whole = BigInt(digits === '' ? '0' : digits)
  const scale = Math.max(0, digits.length - exponent)
  const units = whole * 10n ** BigInt(Math.max(0, exponent - digits.length))
  return { units: isNegative ? -units : units, scale }
}
