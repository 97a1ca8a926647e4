import { defineTrigger } from '../../../kit/trigger.ts'
import { fieldOf } from '../../../kit/values.ts'
import { startOfMessage } from '../message-trigger.ts'
import { inboundSms } from './definition.ts'

export const inboundSmsTrigger = defineTrigger(inboundSms, {
  start(_inputs, event) {
    return startOfMessage(event, ({ text: message, from, to, messageId }) => {
      const mediaUrls = fieldOf(event.data, 'mediaUrls') ?? []
      return { message, from, to, mediaUrls, messageId }
    })
  },
})
