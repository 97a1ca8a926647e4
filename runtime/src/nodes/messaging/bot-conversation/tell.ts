import type { MessageButton, RunErrorBody } from '@patchbay/shared/api'
import { isJsonObject, type Json } from '@patchbay/shared/json'
import { MINUTE_MS, SECOND_MS } from '@patchbay/shared/time'
import type { BotButton } from '../../../kit/bot-answer.ts'
import type { Conversation, OutboundMessage } from '../../../kit/channel.ts'
import type { FoundOutcome, StepContext, StepResult, StepWait, WaitState, WokenBy } from '../../../kit/node.ts'
import { fieldOf, textOf } from '../../../kit/values.ts'
import { afterWait, askAndWait, findAsked, isWebAddress, type Wishes } from '../ask-and-wait.ts'
import { fitsAsValue } from '../message-buttons.ts'
import { placeOfContact } from '../place-of-contact.ts'
import { endOf, endWith, failWith, goOn, type Inputs, type Talk } from './talk.ts'

/**
 * The part in which the contact gets the next message. After the last one of a turn it waits for what they write, unless
 * the conversation ends with it.
 */
export async function tellContact(talk: Talk, inputs: Inputs, context: StepContext): Promise<StepResult | StepWait> {
  const message = await messageOf(talk, inputs, context)
  if (message === undefined) return listen(talk, inputs, context)
  const told = await askAndWait({ wishes: wishesOf(talk, inputs), message }, context)
  return afterMessage(told, talk, inputs)
}

/** After a crash: whether the contact has got the message of this part. */
export async function findMessage(talk: Talk, inputs: Inputs, context: StepContext): Promise<FoundOutcome> {
  const message = await messageOf(talk, inputs, context)
  if (message === undefined || 'code' in message) return { kind: 'not-done', settledAfterMs: 0 }
  const { channel, from: value } = message
  // The service takes the key of this part once.
  if ((await context.services.messages.repeatOf({ channel, value })) === 'keyed') {
    return { kind: 'not-done', settledAfterMs: 0 }
  }
  const found = await findAsked({ wishes: wishesOf(talk, inputs), message }, context)
  return found.kind === 'done' ? { kind: 'done', result: afterMessage(found.result, talk, inputs) } : found
}

/** Goes on with what the contact has written, or once they have been silent for too long. */
export async function hearContact(
  talk: Talk,
  inputs: Inputs,
  { context, wokenBy }: { readonly context: StepContext; readonly wokenBy: WokenBy },
): Promise<StepResult> {
  const offered = talk.unsent[0]?.buttons ?? []
  const heard = await afterWait(wishesOf(talk, inputs), { context, wokenBy, offered: buttonsOf(offered) })
  const now = { ...talk, unsent: [] }
  if (heard.exit === 'no-reply') {
    // What the contact has written since then was for the people.
    if (await havePeople(inputs, context)) return endOf(now, 'person-took-over', inputs)
    return endWith('no-reply', 'silence', now, inputs)
  }
  const text = saidIn(heard.outputs?.reply, offered)
  if (isWordForPerson(text, inputs)) {
    return endOf({ ...now, lines: [...now.lines, { by: 'contact', text }] }, 'contact-asked', inputs)
  }
  return { ...goOn({ ...now, heard: text }, { by: 'contact', text }), warnings: heard.warnings ?? [] }
}

function wishesOf({ unsent, end }: Talk, { silenceMinutes }: Inputs): Wishes {
  const isLast = unsent.length <= 1 && end === null
  return isLast ? { responseTimeoutSeconds: (silenceMinutes * MINUTE_MS) / SECOND_MS } : {}
}

/** Undefined when there is nothing to say. */
async function messageOf(
  { unsent }: Talk,
  inputs: Inputs,
  context: StepContext,
): Promise<OutboundMessage | RunErrorBody | undefined> {
  const [next] = unsent
  if (next === undefined) return undefined
  const place = await placeOfContact(inputs, context)
  if ('code' in place) return place
  const { text, media = [], buttons = [] } = next
  const files = media.filter(({ url }) => isWebAddress(url))
  const content = {
    text,
    ...(files.length === 0 ? {} : { media: files }),
    ...(buttons.length === 0 ? {} : { buttons: buttonsOf(buttons) }),
  }
  const { idempotencyKey, runId } = context
  return { channel: place.channel, to: place.contact, from: place.address, content, idempotencyKey, runId }
}

/** Buttons that answer. None opens an address, whatever the bot has written. */
function buttonsOf(buttons: readonly BotButton[]): readonly MessageButton[] {
  return buttons.map(({ title, value }, index) => {
    return { id: value !== '' && fitsAsValue(value) ? value : `choice-${index + 1}`, title }
  })
}

/** The bot has said nothing, and waits for the contact. */
async function listen(talk: Talk, inputs: Inputs, context: StepContext): Promise<StepResult | StepWait> {
  const conversation = await conversationOf(inputs, context)
  if ('code' in conversation) return failWith(conversation, talk, inputs)
  const until = new Date(context.services.now().getTime() + inputs.silenceMinutes * MINUTE_MS)
  return { wait: { until, for: 'reply', conversation } }
}

async function havePeople(inputs: Inputs, context: StepContext): Promise<boolean> {
  const conversation = await conversationOf(inputs, context)
  if ('code' in conversation) return false
  const found = await context.services.conversations.find({ by: 'place', ...conversation })
  return found?.with_person === true && found.status !== 'closed'
}

async function conversationOf(inputs: Inputs, context: StepContext): Promise<Conversation | RunErrorBody> {
  const place = await placeOfContact(inputs, context)
  if ('code' in place) return place
  const { channel, address: from, contact: to } = place
  return context.services.messages.conversationOf({ channel, from, to })
}

/** What follows a message that was sent, or was not. */
function afterMessage(told: StepResult | StepWait, talk: Talk, inputs: Inputs): StepResult | StepWait {
  if ('wait' in told) {
    const { afterCommit } = told
    if (afterCommit === undefined) return told
    const sending = async (): Promise<StepResult | StepWait | WaitState | undefined> => {
      const sent = await afterCommit()
      return sent === undefined || 'state' in sent ? sent : afterMessage(sent, talk, inputs)
    }
    return { ...told, afterCommit: sending }
  }
  const { error, warnings = [] } = told
  // People have the conversation now, and what the bot would say is not for them.
  if (error?.code === 'WITH_PERSON') return endOf({ ...talk, unsent: [] }, 'person-took-over', inputs)
  if (error !== undefined) {
    const { retryAdvice } = told
    return { ...failWith(error, talk, inputs), ...(retryAdvice === undefined ? {} : { retryAdvice }) }
  }
  const [sent, ...unsent] = talk.unsent
  const now = { ...talk, unsent }
  if (unsent.length === 0 && now.end !== null) return { ...endOf(now, now.end, inputs), warnings }
  return { ...goOn(now, { by: 'bot', text: sent?.text ?? '' }), warnings }
}

/** What the bot gets of an answer: the value of the button that it means, or its text. */
function saidIn(reply: Json | undefined, offered: readonly BotButton[]): string {
  const choice = fieldOf(reply, 'choice')
  const id = isJsonObject(choice) ? textOf(choice.id) : ''
  const index = buttonsOf(offered).findIndex((button) => button.id === id)
  const chosen = offered[index]
  const text = textOf(fieldOf(reply, 'text')).trim()
  if (chosen !== undefined) return chosen.value || chosen.title
  return text === '' ? NO_TEXT : text
}

/** Stands for a file, a place or a sticker, whose address is nobody else's business. */
const NO_TEXT = '(no text)'

function isWordForPerson(text: string, { handOverWords = '' }: Inputs): boolean {
  const said = spelled(text)
  return said !== '' && handOverWords.split(',').some((word) => spelled(word) === said)
}

function spelled(text: string): string {
  return text
    .normalize('NFKC')
    .toLocaleLowerCase('en')
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}
