import type { ChannelDefinition } from '../../kit/channel.ts'

/** Direct messages at X. Our addresses are accounts and contacts are people, all by their id, which never changes. */
export const twitter: ChannelDefinition = {
  id: 'twitter',
  title: 'Twitter',
  addressTitle: 'Account',
  icon: 'brand-x',
  contacts: ['2000000000000000001', '2000000000000000002', '2000000000000000003'],
  abilities: {
    text: { longest: 10_000, whenLonger: 'split' },
    media: { types: ['image/jpeg', 'image/png', 'image/webp'], mostBytes: 5_000_000, most: 1, longestCaption: 10_000 },
    receipts: 'read',
  },
  normalise(value) {
    const text = value.trim()
    return /^\d{1,19}$/.test(text) ? text : undefined
  },
  show: (value) => value,
}
