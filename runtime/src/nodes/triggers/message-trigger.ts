import { Type } from 'typebox'
import type { TriggerEvent, TriggerStart } from '../../kit/trigger.ts'
import { fieldOf, textOf } from '../../kit/values.ts'

/** The input in which a trigger has words that start its flow anew. The receiver of messages reads it by this name. */
export const restartWords = {
  restartWords: Type.Optional(
    Type.String({
      title: 'Restart Words',
      description:
        'A text that is one of these words, with commas between them, starts the flow anew. Runs that wait for an answer of this contact end.',
      maxLength: 500,
      'x-ui': { widget: 'text', placeholder: 'restart, menu' },
    }),
  ),
}

/** What every message brings. */
export interface ArrivedMessage {
  readonly text: string
  readonly from: string
  readonly to: string
  readonly messageId: string
}

/** The start of a flow by a message: `$ANI`, `$DNIS` and `$item` are the same for all triggers of this kind. */
export function startOfMessage(
  { contact = '', address, data }: TriggerEvent,
  outputsOf: (message: ArrivedMessage) => TriggerStart['outputs'],
): TriggerStart {
  // A replayed run brings what the trigger of a message made of it.
  const text = textOf(fieldOf(data, 'text') ?? fieldOf(data, 'message'))
  const [from, to] = [contact, address?.value ?? '']
  const names = { ANI: from, DNIS: to }
  return {
    outputs: outputsOf({ text, from, to, messageId: textOf(fieldOf(data, 'messageId')) }),
    variables: names,
    item: { ...names, text, externalChatData: data },
    contact: from,
    ...(address === undefined ? {} : { address }),
  }
}
