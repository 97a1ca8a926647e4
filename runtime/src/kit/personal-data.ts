import { isJsonObject, type Json } from '@patchbay/shared/json'
import { objectOf } from './values.ts'

/** Keeps personal data back from an outside service, and puts it into the answer again. */
export interface PersonalDataMask {
  /** The text with tokens such as `<EMAIL_1>` in place of mail addresses, cards and other long numbers. */
  hide(text: string): string
  /** True once `hide` has kept something back. */
  readonly hasHidden: boolean
  /** The value with what was hidden in place of the tokens in its texts. Other tokens stay as they are. */
  reveal(value: Json): Json
}

/**
 * Makes a mask for one call. The same data gets the same token. Numbers of seven digits and more count as personal, since
 * a phone number cannot be told from a customer number; dates do not.
 */
export function createPersonalDataMask(): PersonalDataMask {
  const tokens = new Map<string, string>()
  const hidden = new Map<string, string>()
  const counts = new Map<string, number>()

  function tokenOf(kind: Kind, found: string): string {
    const known = tokens.get(found)
    if (known !== undefined) return known
    const number = (counts.get(kind) ?? 0) + 1
    const token = `<${kind}_${number}>`
    counts.set(kind, number)
    tokens.set(found, token)
    hidden.set(token, found)
    return token
  }

  function reveal(value: Json): Json {
    if (typeof value === 'string') return value.replace(tokenPattern, (token) => hidden.get(token) ?? token)
    if (Array.isArray(value)) return value.map(reveal)
    return isJsonObject(value) ? objectOf(Object.entries(value).map(([name, part]) => [name, reveal(part)])) : value
  }

  return {
    hide: (text) =>
      text.replace(personal, (found) => {
        const kind = kindOf(found)
        return kind === undefined ? found : tokenOf(kind, found)
      }),
    get hasHidden() {
      return hidden.size > 0
    },
    reveal,
  }
}

/** `TEXT`: what looked like a token before anything was hidden. */
type Kind = 'EMAIL' | 'CARD' | 'NUMBER' | 'TEXT'

const token = '<(?:EMAIL|CARD|NUMBER|TEXT)_\\d{1,9}>'
// Bounded, so that a long text without an @ costs no more than its length.
const mail = "[\\p{L}\\p{N}._%+'-]{1,64}@(?:[\\p{L}\\p{N}-]{1,63}\\.){1,10}\\p{L}{2,63}"
const date = '(?<![\\d+][-./ ]?)(?:\\d{4}[-./]\\d{1,2}[-./]\\d{1,2}|\\d{1,2}[-./]\\d{1,2}[-./]\\d{4})(?![-./]?\\d)'
const longNumber = '(?<!\\p{Nd})[+(]{0,2}\\p{Nd}(?:[\\s()./\\p{Pd}]{0,3}\\p{Nd}){6,}'

const tokenPattern = new RegExp(token, 'g')
const personal = new RegExp([token, mail, date, longNumber].join('|'), 'gu')
const isDate = new RegExp(`^${date}$`, 'u')

/** Undefined for a date. */
function kindOf(found: string): Kind | undefined {
  if (found.startsWith('<')) return 'TEXT'
  if (found.includes('@')) return 'EMAIL'
  if (isDate.test(found)) return undefined
  return isCardNumber(found.replace(/\D/g, '')) ? 'CARD' : 'NUMBER'
}

/** 13 to 19 digits whose last one is the check digit of the others (Luhn). */
function isCardNumber(digits: string): boolean {
  if (digits.length < 13 || digits.length > 19) return false
  const sum = [...digits].reverse().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 0 ? 1 : 2)
    return total + (value > 9 ? value - 9 : value)
  }, 0)
  return sum % 10 === 0
}
