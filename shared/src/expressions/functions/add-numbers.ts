import type { Json } from '../../json/json.ts'
import { alike, fixedOf, jsonOfFixed } from './fixed.ts'
import { FunctionFault } from './function-definition.ts'

/**
 * The sum of two numbers, or their difference, with all digits. A number may be written as text. Undefined when one of them
 * is no number.
 */
export function addNumbers(left: Json, right: Json, isDifference = false): Json | undefined {
  try {
    const { a, b, scale } = alike(fixedOf(left), fixedOf(right))
    return jsonOfFixed({ units: isDifference ? a - b : a + b, scale })
  } catch (error) {
    if (error instanceof FunctionFault) return undefined
    throw error
  }
}
