import { expect, it } from 'vitest'
import type { StoredMessage } from '../../store/messages/message-records.ts'
import { messageContent } from './item-content.ts'

it('names the channel of a message as events do', () => {
  const said = { channel: 'facebook', direction: 'in', address: 'page', contact: 'psid', content: { text: 'Hello' } }
  // Only what the content is made of.
  const message = said as unknown as StoredMessage
  const channelName = (channel: string) => (channel === 'facebook' ? 'FB_MESSENGER' : '')
  expect(messageContent(message, { links: { forPages: ({ id }) => id }, channelName })).toEqual({
    type: 'FB_MESSENGER',
    from: 'psid',
    to: 'page',
    content: 'Hello',
    status: 'RECEIVED',
  })
})
