import { clock } from '#clock'
import type { Json } from '../../json/json.ts'
import { FunctionFault } from './function-definition.ts'

/**
 * Below zero, zero or above zero, to the second: which of two dates or times comes first. What has no zone is in the one
 * given (IANA name). Undefined when one of them is no date.
 */
export function compareTimes(left: Json, right: Json, timeZone: string): number | undefined {
  try {
    return -Number(clock.between(left, right, 'seconds', timeZone))
  } catch (error) {
    if (error instanceof FunctionFault) return undefined
    throw error
  }
}
