import type { ChannelDefinition } from '../../kit/channel.ts'

const MEGABYTE = 1024 * 1024

/**
 * Telegram. Our addresses are bots, by username; contacts are chats, by the number that Telegram gave each. Limits as of
 * Bot API 10.1.
 */
export const telegram: ChannelDefinition = {
  id: 'telegram',
  title: 'Telegram',
  addressTitle: 'Bot',
  icon: 'brand-telegram',
  contacts: ['111000111', '111000222', '111000333'],
  abilities: {
    text: { longest: 4_096, whenLonger: 'split' },
    buttons: { most: 8, longestTitle: 64, urls: true },
    media: { types: ['*'], mostBytes: 20 * MEGABYTE, most: 1, longestCaption: 1_024 },
    locations: true,
    receipts: 'sent',
  },
  // A bot's name is the same in capitals. Chats are numbers.
  normalise(value) {
    const text = value.trim().replace(/^@/, '')
    if (/^\d{1,16}$/.test(text)) return text
    return /^[a-z][a-z0-9_]{4,31}$/i.test(text) ? `@${text.toLowerCase()}` : undefined
  },
  show: (value) => value,
  whyUnreachable: (contact) =>
    contact.startsWith('@') ? `"${contact}" is a bot. Bots cannot write to each other on Telegram.` : undefined,
}
