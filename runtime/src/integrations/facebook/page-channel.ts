import type { ChannelDefinition } from '../../kit/channel.ts'

const MEGABYTE = 1024 * 1024

/** Facebook Messenger. Our addresses are pages, by id; contacts are people, by the id that each has at one page. */
export const facebook: ChannelDefinition = {
  id: 'facebook',
  eventName: 'FB_MESSENGER',
  title: 'Facebook Messenger',
  addressTitle: 'Page',
  icon: 'brand-messenger',
  contacts: ['2000000000000001', '2000000000000002', '2000000000000003'],
  contactsPerAccount: true,
  abilities: {
    text: { longest: 2_000, whenLonger: 'split' },
    buttons: { most: 13, longestTitle: 20 },
    media: { types: ['*'], mostBytes: 25 * MEGABYTE, most: 1 },
    replyWindowHours: 24,
    receipts: 'read',
  },
  normalise(value) {
    const text = value.trim()
    return /^\d{1,20}$/.test(text) ? text : undefined
  },
  show: (value) => value,
}
