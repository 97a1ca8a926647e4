import type { AddressWriter, ChannelDefinition } from '../../kit/channel.ts'
import { sms } from '../../messaging/channels/sms.ts'

const MEGABYTE = 1024 * 1024

/** A person who shows no number: a country and an id, such as `US.13491208655302741918`. */
const USER_ID = /^[A-Z]{2}\.[A-Za-z0-9]{1,64}$/

/** WhatsApp. Our addresses are numbers; contacts are numbers, or people who show none. */
export const whatsapp: ChannelDefinition = {
  id: 'whatsapp',
  title: 'WhatsApp',
  addressTitle: 'Number',
  icon: 'brand-whatsapp',
  contacts: ['+13055550119', '+13055550148', '+13055550171'],
  abilities: {
    text: { longest: 4_096, whenLonger: 'split' },
    buttons: { most: 3, longestTitle: 20 },
    media: {
      types: ['image/jpeg', 'image/png', 'audio/*', 'video/mp4', 'video/3gpp', 'application/*', 'text/*'],
      mostBytes: 16 * MEGABYTE,
      most: 1,
      longestCaption: 1_024,
    },
    locations: true,
    templates: true,
    replyWindowHours: 24,
    receipts: 'read',
  },
  normalise(value, writer?: AddressWriter) {
    const text = value.trim().replace(/^whatsapp:/i, '')
    if (USER_ID.test(text)) return text
    const number = sms.normalise(text, writer)
    return number?.startsWith('+') === true ? number : undefined
  },
  show: (value) => (value.startsWith('+') ? sms.show(value) : value),
}
