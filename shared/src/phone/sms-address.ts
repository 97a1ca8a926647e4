import { readPhoneNumber } from './read-phone-number.ts'
import { isSenderOnly, withoutMarks } from './recipient-problem.ts'
import type { NumberWriter } from './whole-number.ts'

/** The one spelling of a number, short code or name that texts come from or go to; undefined for what is none. */
export function readSmsAddress(value: string, writer?: NumberWriter): string | undefined {
  const text = withoutMarks(value)
  return readPhoneNumber(text, writer) ?? (isSenderOnly(text) ? text : undefined)
}
