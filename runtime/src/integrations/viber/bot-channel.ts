import type { ChannelDefinition } from '../../kit/channel.ts'

const MEGABYTE = 1024 * 1024

/** Viber. Our addresses are bots, by URI; contacts are users, by the id that each has at one bot. */
export const viber: ChannelDefinition = {
  id: 'viber',
  title: 'Viber',
  addressTitle: 'Bot',
  icon: 'phone-call',
  contacts: ['01234567890A==', '01234567890B==', '01234567890C=='],
  contactsPerAccount: true,
  abilities: {
    text: { longest: 7_000, whenLonger: 'split' },
    buttons: { most: 24, longestTitle: 250, urls: true },
    media: { types: ['image/jpeg', 'image/png', 'image/gif'], mostBytes: MEGABYTE, most: 1, longestCaption: 768 },
    locations: true,
    receipts: 'read',
  },
  // Ids of users are base64, in which capitals count. URIs of bots are in lower case.
  normalise(value) {
    const text = value.trim()
    if (/^[A-Za-z0-9+/]{10,64}={1,2}$/.test(text)) return text
    return /^@?[a-z0-9][a-z0-9._-]{1,62}$/i.test(text) ? text.replace(/^@/, '').toLowerCase() : undefined
  },
  show: (value) => value,
  whyUnreachable: (contact) =>
    contact.endsWith('=') ? undefined : `"${contact}" is no Viber user. Use the sender of a message.`,
}
