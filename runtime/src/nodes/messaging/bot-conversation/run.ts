import { emptyInput } from '../../../kit/empty-input.ts'
import { defineAction } from '../../../kit/node.ts'
import { repeatedNames } from '../../../kit/wanted-fields.ts'
import { askBot, findAnswer } from './ask.ts'
import { botConversation } from './definition.ts'
import { failWith, talkOf } from './talk.ts'
import { findMessage, hearContact, tellContact } from './tell.ts'

/**
 * A conversation in parts: in one the bot answers what the contact has written, in the next the contact gets a message of
 * it, and after the last one of a turn the same part waits for what they write. Each part is stored before the next begins.
 */
export const botConversationAction = defineAction(botConversation, {
  problems: ({ fields = [] }) => repeatedNames(fields),
  async run(inputs, context) {
    const talk = talkOf(inputs, context)
    const isBegun = context.part !== undefined
    const empty = emptyInput({
      'Bot or Model': inputs.bot.trim(),
      ...(isBegun ? {} : { 'Opening and First Text': talk.heard || (talk.unsent[0]?.text ?? '') }),
    })
    if (empty !== undefined) return failWith(empty, talk, inputs)
    return talk.heard === '' ? tellContact(talk, inputs, context) : askBot(talk, inputs, context)
  },
  resume: (inputs, context, wokenBy) => hearContact(talkOf(inputs, context), inputs, { context, wokenBy }),
  async find(inputs, context) {
    const talk = talkOf(inputs, context)
    return talk.heard === '' ? findMessage(talk, inputs, context) : findAnswer(talk, inputs, context)
  },
})
