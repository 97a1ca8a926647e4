import { parsePhoneNumberFromString } from 'libphonenumber-js/min'
import type { AddressWriter, ChannelDefinition } from '../../kit/channel.ts'
import { zonesOfNumber } from './zones-of-number.ts'

/** Texts. An address is a phone number in E.164 with the plus, a short code, or an alphanumeric sender. */
export const sms: ChannelDefinition = {
  id: 'sms',
  title: 'SMS',
  addressTitle: 'Number',
  icon: 'device-mobile',
  // From the range reserved for fiction.
  contacts: ['+13055550119', '+13055550148', '+13055550171'],
  // Carriers differ in what they take, and say so themselves.
  abilities: {
    text: { longest: 10_000, whenLonger: 'refuse', segments: 'sms' },
    media: { types: ['*'], mostBytes: 5_000_000, most: 10, longestCaption: 10_000 },
    receipts: 'delivered',
  },
  hasConsentWords: true,
  normalise(value, writer) {
    // A number copied from a contact or a web page may contain direction marks and other invisible characters.
    const text = value.replace(/\p{Cf}/gu, '').trim()
    return readPhoneNumber(text, writer) ?? (SHORT_CODE.test(text) || NAME.test(text) ? text : undefined)
  },
  show: (value) => parsePhoneNumberFromString(value)?.formatInternational() ?? value,
  zonesOf: zonesOfNumber,
  whyUnreachable(contact) {
    if (contact.startsWith('+')) return undefined
    const kind = SHORT_CODE.test(contact) ? 'a short code' : 'a name'
    return `"${contact}" is ${kind}, which can send texts and cannot be texted.`
  },
}

const SHORT_CODE = /^[1-9]\d{2,5}$/
/** An alphanumeric sender, as carriers accept it. */
const NAME = /^[A-Za-z][A-Za-z0-9 ._&-]{2,10}$/
const E164 = /^\+[1-9]\d{6,14}$/
/** Digits, and every kind of bracket, dash, dot, slash and space that people write between them. */
const WRITTEN = /^[+\uff0b]?[\p{Nd}\p{Zs}\t()[\]./\p{Pd}\u2212]+$/u

/**
 * Reads a phone number as E.164 with the plus. Digits without a plus are accepted only when one reading is possible:
 * after `00`, or eleven digits that begin with 1. A `service` writes E.164 without the plus; a `person` in a form may
 * omit +1.
 */
function readPhoneNumber(text: string, writer: AddressWriter | undefined): string | undefined {
  if (!WRITTEN.test(text)) return undefined
  const digits = text.normalize('NFKC').replace(/[^+\p{Nd}]/gu, '')
  const parsed = parsePhoneNumberFromString(withPlus(digits, writer), writer === 'person' ? 'US' : undefined)
  return parsed?.isPossible() === true && E164.test(parsed.number) ? parsed.number : undefined
}

function withPlus(digits: string, writer: AddressWriter | undefined): string {
  if (digits.startsWith('00')) return `+${digits.slice(2)}`
  const isWhole = writer === 'service' ? /^[1-9]/.test(digits) : /^1\d{10}$/.test(digits)
  return isWhole ? `+${digits}` : digits
}
