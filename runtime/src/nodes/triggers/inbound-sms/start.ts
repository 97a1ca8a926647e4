import { defineTrigger } from '../../../kit/node.ts'
import { fieldOf, textOf } from '../../../kit/values.ts'
import { inboundSms } from './definition.ts'

export const inboundSmsTrigger = defineTrigger(inboundSms, {
  start(_inputs, event) {
    const from = event.contact ?? ''
    const to = event.address?.value ?? ''
    const message = textOf(fieldOf(event.data, 'message'))
    const mediaUrls = fieldOf(event.data, 'mediaUrls') ?? []
    const messageId = textOf(fieldOf(event.data, 'messageId'))
    return {
      outputs: { message, from, to, mediaUrls, messageId },
      variables: { ANI: from, DNIS: to },
      item: { ANI: from, DNIS: to, text: message, externalChatData: event.data },
      contact: from,
      ...(event.address === undefined ? {} : { address: event.address }),
    }
  },
})
