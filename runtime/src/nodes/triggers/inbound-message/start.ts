import { defineTrigger } from '../../../kit/trigger.ts'
import { fieldOf, textOf } from '../../../kit/values.ts'
import { startOfMessage } from '../message-trigger.ts'
import { inboundMessage } from './definition.ts'

export const inboundMessageTrigger = defineTrigger(inboundMessage, {
  start(_inputs, event) {
    const { address, data } = event
    const given = (name: string) => fieldOf(data, name)
    const sticker = given('sticker')
    return startOfMessage(event, (message) => ({
      ...message,
      channel: address?.channel ?? '',
      contactName: textOf(given('contactName')),
      choice: given('choice') ?? noChoice,
      media: given('media') ?? given('mediaUrls') ?? [],
      location: given('location') ?? null,
      contactCard: given('contactCard') ?? null,
      sticker: textOf(fieldOf(sticker, 'id') ?? sticker),
      referral: given('referral') ?? noReferral,
    }))
  },
})

/** Present without a choice or referral, too, so that a Condition can compare its parts. */
const noChoice = { id: '', title: '' }
const noReferral = { source: '', ref: '' }
