/** The writer of a phone number: a person in a form, or a service in a callback. Absent: the author of a flow. */
export type NumberWriter = 'person' | 'service'

/** Digits, and every kind of bracket, dash, dot, slash and space that people write between them. */
const WRITTEN = /^[+\uff0b]?[\p{Nd}\p{Zs}\t()[\]./\p{Pd}\u2212]+$/u

/**
 * The digits of a phone number with the plus before them, as far as one reading is possible: after `00`, or eleven digits
 * that begin with 1. A `service` writes numbers whole without the plus. The digits alone where the country is missing;
 * undefined for a text that is no number. Whether a country has such a number is not looked at.
 */
export function wholeNumber(text: string, writer?: NumberWriter): string | undefined {
  if (!WRITTEN.test(text)) return undefined
  const digits = text.normalize('NFKC').replace(/[^+\p{Nd}]/gu, '')
  if (digits.startsWith('00')) return `+${digits.slice(2)}`
  const isWhole = writer === 'service' ? /^[1-9]/.test(digits) : /^1\d{10}$/.test(digits)
  return isWhole ? `+${digits}` : digits
}
