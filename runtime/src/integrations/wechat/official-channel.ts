import type { ChannelDefinition } from '../../kit/channel.ts'

const MEGABYTE = 1024 * 1024

/** WeChat. Our addresses are Official Accounts, by original ID; contacts are followers, by the OpenID that each has at one account. */
export const wechat: ChannelDefinition = {
  id: 'wechat',
  title: 'WeChat',
  addressTitle: 'Official Account',
  icon: 'brand-wechat',
  contacts: ['oAbc0000000000000000000000a1', 'oAbc0000000000000000000000a2', 'oAbc0000000000000000000000a3'],
  contactsPerAccount: true,
  abilities: {
    // WeChat counts 2,048 bytes, and a character of Chinese is three.
    text: { longest: 680, whenLonger: 'split' },
    media: { types: ['image/jpeg', 'image/png', 'image/gif'], mostBytes: 10 * MEGABYTE, most: 1 },
    replyWindowHours: 48,
    receipts: 'sent',
  },
  // Capitals count in OpenIDs.
  normalise(value) {
    const text = value.trim()
    return /^[A-Za-z0-9_-]{4,64}$/.test(text) ? text : undefined
  },
  show: (value) => value,
  whyUnreachable: (contact) =>
    contact.startsWith('gh_') ? `"${contact}" is an Official Account. Use the sender of a message.` : undefined,
}
