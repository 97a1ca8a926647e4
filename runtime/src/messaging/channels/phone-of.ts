import { sms } from './sms.ts'

/** The number that a person wrote, as an address for texts; undefined for what is none. */
export function phoneOf(text: string): string | undefined {
  const number = sms.normalise(text, 'person')
  return number?.startsWith('+') === true ? number : undefined
}
