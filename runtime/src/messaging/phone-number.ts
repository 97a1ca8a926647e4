/**
 * A phone number as E.164 with the plus, from the ways people and systems write it. Digits without a plus are
 * taken only where one reading is possible: after `00`, or eleven of them that begin with 1. Undefined otherwise.
 */
export function readPhoneNumber(text: string): string | undefined {
  const digits = text.replace(/[\s().\-–/]/g, '')
  const number = digits.startsWith('00') ? `+${digits.slice(2)}` : /^1\d{10}$/.test(digits) ? `+${digits}` : digits
  return /^\+[1-9]\d{6,14}$/.test(number) ? number : undefined
}
