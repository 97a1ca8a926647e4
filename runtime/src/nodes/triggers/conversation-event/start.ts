import { isJsonObject, type JsonObject } from '@patchbay/shared/json'
import { meantPeople } from '../../../kit/meant-people.ts'
import { defineTrigger } from '../../../kit/trigger.ts'
import { fieldOf, textOf } from '../../../kit/values.ts'
import { conversationEvent } from './definition.ts'

export const conversationEventTrigger = defineTrigger(conversationEvent, {
  start(_inputs, { contact = '', address, data }) {
    const names = { ANI: contact, DNIS: address?.value ?? '' }
    const text = textOf(fieldOf(data, 'text'))
    const [conversation, person] = [objectIn(data, 'conversation'), objectIn(data, 'contact')]
    const outputs = {
      ...Object.fromEntries(TEXTS.map((name) => [name, textOf(fieldOf(data, name))])),
      conversation,
      contact: person,
    }
    const ids = meantPeople({ contactId: person.id ?? '', conversationId: conversation.id ?? '' })
    return {
      outputs,
      variables: names,
      item: { ...names, text, externalChatData: outputs, ...ids },
      ...(contact === '' ? {} : { contact }),
      ...(address === undefined ? {} : { address }),
    }
  },
})

const TEXTS = ['event', 'by', 'at', 'topic', 'text', 'type', 'eventId'] as const

function objectIn(data: JsonObject, name: string): JsonObject {
  const value = fieldOf(data, name)
  return isJsonObject(value) ? value : {}
}
