import { parsePhoneNumberFromString } from 'libphonenumber-js/min'
import { type NumberWriter, wholeNumber } from './whole-number.ts'

const E164 = /^\+[1-9]\d{6,14}$/

/**
 * Reads a phone number as E.164 with the plus; undefined for what is none. A `person` in a form may leave out +1. Loads
 * the numbering plans of the world, so a browser asks `recipientProblem` instead.
 */
export function readPhoneNumber(text: string, writer?: NumberWriter): string | undefined {
  const whole = wholeNumber(text, writer)
  if (whole === undefined) return undefined
  const parsed = parsePhoneNumberFromString(whole, writer === 'person' ? 'US' : undefined)
  return parsed?.isPossible() === true && E164.test(parsed.number) ? parsed.number : undefined
}
