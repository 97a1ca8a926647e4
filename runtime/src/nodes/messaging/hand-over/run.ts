import { wellFormed } from '@patchbay/shared/json'
import { DAY_MS, MINUTE_MS } from '@patchbay/shared/time'
import type { Conversation } from '../../../kit/channel.ts'
import { failedStep } from '../../../kit/failed-step.ts'
import { defineAction, type StepResult, type StepWait } from '../../../kit/node.ts'
import { textOf } from '../../../kit/values.ts'
import { placeOfContact } from '../place-of-contact.ts'
import { topicName } from '../topic-name.ts'
import { handOver } from './definition.ts'

/** Once somebody has it, people may take their time. */
const LONGEST_MS = 30 * DAY_MS

export const handOverAction = defineAction(handOver, {
  async run({ to, from, topic = '', note = '', meanwhile = '', noAnswerMinutes }, context) {
    const place = await placeOfContact({ to, from }, context)
    if ('code' in place) return failedStep(place)
    const { services, flowId, flowName, nodeId, idempotencyKey } = context
    const { channel, address, contact } = place
    const conversation = await services.messages.conversationOf({ channel, from: address, to: contact })
    const error = await services.handOvers.handOver({
      conversation,
      topic: topicName(topic),
      note: wellFormed(note).trim(),
      meanwhile: wellFormed(meanwhile).trim(),
      place: { channel, from: address, to: contact },
      by: `${flowName} #${nodeId}`,
      flowId,
      key: idempotencyKey,
    })
    if (error !== undefined) return failedStep(error)
    return waitFor(conversation, new Date(services.now().getTime() + noAnswerMinutes * MINUTE_MS))
  },
  async resume(_inputs, { services }, { reason, event, state }) {
    if (reason === 'event') return done(textOf(event.how), textOf(event.by))
    // As `waitFor` has stored it.
    const conversation = state as unknown as Conversation
    const now = await services.handOvers.takeBack(conversation)
    if (now === 'with-person') return waitFor(conversation, new Date(services.now().getTime() + LONGEST_MS))
    if (now === 'ended') return done('handed-back', '')
    return { exit: 'no-answer', outputs: { error: '' } }
  },
})

function waitFor(conversation: Conversation, until: Date): StepWait {
  return { wait: { until, for: 'person', handOverOf: conversation, state: { ...conversation } } }
}

function done(how: string, endedBy: string): StepResult {
  return { exit: 'done', outputs: { how, endedBy, error: '' } }
}
