import { readSmsAddress, whyNotTexted } from '@patchbay/shared/phone'
import { parsePhoneNumberFromString } from 'libphonenumber-js/min'
import type { ChannelDefinition } from '../../kit/channel.ts'
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
  normalise: readSmsAddress,
  show: (value) => parsePhoneNumberFromString(value)?.formatInternational() ?? value,
  zonesOf: zonesOfNumber,
  whyUnreachable: (contact) => (contact.startsWith('+') ? undefined : whyNotTexted(contact)),
}
