import { wholeNumber } from './whole-number.ts'

const SHORT_CODE = /^[1-9]\d{2,5}$/
/** An alphanumeric sender, as carriers accept it. */
const NAME = /^[A-Za-z][A-Za-z0-9 ._&-]{2,10}$/

export const WRITE_IN_FULL = 'Write it in full with the plus and the country code, such as +17865550100.'

export interface RecipientProblem {
  readonly message: string
  /** What was meant, where a person can have meant one number only. */
  readonly replacement?: string
}

/** Why nobody can be texted at what an author has written; undefined where a number may be there. */
export function recipientProblem(value: string): RecipientProblem | undefined {
  const text = withoutMarks(value)
  if (isSenderOnly(text)) return { message: whyNotTexted(text) }
  const whole = wholeNumber(text)
  const message = `This is not a phone number. ${WRITE_IN_FULL}`
  if (whole === undefined || /^\+?\d{0,6}$/.test(whole) || whole.length > 18) return { message }
  if (whole.startsWith('+')) return undefined
  const isNational = /^[2-9]\d{9}$/.test(whole)
  return {
    message: `This number has no country code. ${WRITE_IN_FULL}`,
    ...(isNational ? { replacement: `+1${whole}` } : {}),
  }
}

/** The plus and the digits of a number that an author has written in full, in whatever digits and with whatever marks. */
export function recipientNumber(value: string): string | undefined {
  return recipientProblem(value) === undefined ? wholeNumber(withoutMarks(value)) : undefined
}

/** Whether texts can come from there, while nobody can be texted at it. */
export function isSenderOnly(text: string): boolean {
  return SHORT_CODE.test(text) || NAME.test(text)
}

/** Why a short code or a name gets no texts. */
export function whyNotTexted(address: string): string {
  const kind = SHORT_CODE.test(address) ? 'a short code' : 'a name'
  return `"${address}" is ${kind}, which can send texts and cannot be texted.`
}

/** Without the direction marks and other invisible characters that a copied number may contain. */
export function withoutMarks(value: string): string {
  return value.replace(/\p{Cf}/gu, '').trim()
}
