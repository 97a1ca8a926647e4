import { isUuid } from '@patchbay/shared/api'
import type { ChannelDefinition } from '../../kit/channel.ts'

const MEGABYTE = 1024 * 1024

/**
 * LINE. Our addresses are accounts, by their Account ID, because LINE tells the id of a bot only to its token; contacts are
 * users, by the id that each has at one provider.
 */
export const line: ChannelDefinition = {
  id: 'line',
  title: 'LINE',
  addressTitle: 'Account',
  icon: 'brand-line',
  contacts: [
    'U0000000000000000000000000000001a',
    'U0000000000000000000000000000002b',
    'U0000000000000000000000000000003c',
  ],
  contactsPerAccount: true,
  abilities: {
    text: { longest: 5_000, whenLonger: 'split' },
    buttons: { most: 13, longestTitle: 20, urls: true },
    media: { types: ['image/jpeg', 'image/png'], mostBytes: 10 * MEGABYTE, most: 1 },
    locations: true,
    receipts: 'sent',
  },
  normalise(value) {
    const text = value.trim().toLowerCase()
    if (/^u[0-9a-f]{32}$/.test(text)) return `U${text.slice(1)}`
    return isUuid(text) ? text : undefined
  },
  show: (value) => value,
  whyUnreachable: (contact) =>
    contact.startsWith('U') ? undefined : `"${contact}" is no LINE user. Use the sender of a message.`,
}
