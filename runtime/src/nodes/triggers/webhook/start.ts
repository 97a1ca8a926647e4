import { defineTrigger } from '../../../kit/trigger.ts'
import { fieldOf, textOf } from '../../../kit/values.ts'
import { webhook } from './definition.ts'

export const webhookTrigger = defineTrigger(webhook, {
  start(_inputs, event) {
    const body = fieldOf(event.data, 'body') ?? null
    return {
      outputs: {
        body,
        headers: fieldOf(event.data, 'headers') ?? {},
        query: fieldOf(event.data, 'query') ?? {},
        method: textOf(fieldOf(event.data, 'method')),
        rawBody: textOf(fieldOf(event.data, 'rawBody')),
      },
      variables: {},
      item: { ANI: '', DNIS: '', text: '', externalChatData: body },
    }
  },
})
