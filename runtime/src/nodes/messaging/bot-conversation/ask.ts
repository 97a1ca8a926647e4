import { AppError } from '@patchbay/shared/errors'
import { isJsonObject, type JsonObject, wellFormed } from '@patchbay/shared/json'
import { callFailure } from '../../../bots/call-failure.ts'
import { contactConversation, conversationName } from '../../../bots/conversation-name.ts'
import { foundValues } from '../../../bots/found-values.ts'
import type { OpenAccount } from '../../../kit/account.ts'
import type { Bot, BotCall, BotFailure, BotReply, BotTurn } from '../../../kit/bot.ts'
import type { BotMessage } from '../../../kit/bot-answer.ts'
import type { Failure } from '../../../kit/failure-advice.ts'
import type { FoundOutcome, StepContext, StepResult } from '../../../kit/node.ts'
import { createPersonalDataMask, type PersonalDataMask } from '../../../kit/personal-data.ts'
import { textOf } from '../../../kit/values.ts'
import { wantedFieldsOf } from '../../../kit/wanted-fields.ts'
import { placeOfContact } from '../place-of-contact.ts'
import { type EndReason, endOf, failWith, goOn, type Inputs, missingIn, type Talk } from './talk.ts'

const DEFAULT_TIMEOUT_SECONDS = 30
const MOST_MESSAGES = 10
const MOST_CHARACTERS = 5_000
/** Of all that was said. Every part of a conversation stores it, so a run would grow with the square of its turns. */
const MOST_SAID_CHARACTERS = 100_000

interface Asking {
  readonly bot: Bot
  readonly account: OpenAccount
  readonly turn: BotTurn
  readonly mask: PersonalDataMask | undefined
  readonly call: BotCall
}

/** The part in which the bot answers what the contact has written. */
export async function askBot(talk: Talk, inputs: Inputs, context: StepContext): Promise<StepResult> {
  try {
    const asking = await askingOf(talk, inputs, context)
    if ('ok' in asking) return failed(asking, talk, inputs)
    const { bot, turn, account, call } = asking
    const reply = await bot.say(turn, account, call)
    return reply.ok ? answered(reply, asking, talk, inputs) : failed(reply, talk, inputs)
  } catch (thrown) {
    context.signal.throwIfAborted()
    // Other errors, such as an unreachable database, are left to the engine.
    if (!(thrown instanceof AppError)) throw thrown
    return failed(callFailure(thrown, timeoutSecondsOf(inputs), context), talk, inputs)
  }
}

/** After a crash: whether the bot has answered in this part. A bot that cannot say is one that may be asked again. */
export async function findAnswer(talk: Talk, inputs: Inputs, context: StepContext): Promise<FoundOutcome> {
  const asking = await askingOf(talk, inputs, context)
  if ('ok' in asking || asking.bot.find === undefined) return { kind: 'not-done', settledAfterMs: 0 }
  const found = await asking.bot.find(asking.turn, asking.account, asking.call)
  return found.kind === 'done' ? { kind: 'done', result: answered(found.reply, asking, talk, inputs) } : found
}

async function askingOf(talk: Talk, inputs: Inputs, context: StepContext): Promise<Asking | BotFailure> {
  const { services, signal, idempotencyKey } = context
  const known = await services.bots.of(inputs.account)
  if (known === undefined) return noBot
  const account = await context.account(known.account, inputs.account)
  const mask = inputs.maskPersonalData ? createPersonalDataMask() : undefined
  const hide = (text: string) => mask?.hide(text) ?? text
  // In the same order in every turn, so that the same data has the same token in all of them.
  const instructions = hide(inputs.instructions ?? '')
  const handOverWhen = hide(inputs.handOverWhen ?? '')
  const before = talk.lines.map((line) => ({ ...line, text: hide(line.text) }))
  const text = hide(known.bot.remembers === true ? toldSince(talk) : talk.heard)
  const turn: BotTurn = {
    ...{ bot: inputs.bot, text, before, instructions, handOverWhen, key: idempotencyKey },
    fields: wantedFieldsOf(inputs.fields ?? []),
    state: talk.state,
    conversation: talk.conversation,
    user: await userOf(inputs, context),
    hasHidden: mask?.hasHidden === true,
  }
  const timeoutMs = timeoutSecondsOf(inputs) * 1000
  return { bot: known.bot, account, turn, mask, call: { web: services.web, now: services.now, signal, timeoutMs } }
}

function timeoutSecondsOf({ timeoutSeconds = DEFAULT_TIMEOUT_SECONDS }: Inputs): number {
  return timeoutSeconds
}

/** With the same name the actions that say one text call the contact. Where there is no place to write to, that of the run. */
async function userOf(inputs: Inputs, context: StepContext): Promise<string> {
  const place = await placeOfContact(inputs, context)
  if ('code' in place) return conversationName({ account: inputs.account }, context)
  return contactConversation(inputs.account, { channel: place.channel, value: place.contact })
}

/** What a bot that remembers has not been told yet: before its first turn, the text that the opening has answered as well. */
function toldSince({ lines, turns, heard }: Talk): string {
  const earlier = turns > 0 ? [] : lines.flatMap(({ by, text }) => (by === 'contact' ? [text] : []))
  return [...earlier, heard].join('\n')
}

const noBot: BotFailure = {
  ok: false,
  error: {
    code: 'ACCOUNT_NOT_FOUND',
    message: 'The account of this action no longer exists, or has no bot.',
    help: 'Choose an account in the action and deploy again.',
  },
}

function answered(reply: BotReply, { mask, turn }: Asking, talk: Talk, inputs: Inputs): StepResult {
  const messages = reply.messages.slice(0, MOST_MESSAGES).flatMap((message) => readable(message, mask))
  const said = messages.map(({ text, buttons = [] }) => [text, ...buttons.map(({ title }) => `[${title}]`)].join(' '))
  const now: Talk = {
    ...talk,
    lines: [
      ...talk.lines,
      { by: 'contact', text: talk.heard },
      ...said.map((text) => ({ by: 'bot', text: text.trim() }) as const),
    ],
    found: { ...talk.found, ...shown(foundValues(reply.slots, turn.fields), mask) },
    turns: talk.turns + 1,
    inputTokens: talk.inputTokens + (reply.tokens?.input ?? 0),
    outputTokens: talk.outputTokens + (reply.tokens?.output ?? 0),
    state: reply.state,
    heard: '',
    unsent: messages,
  }
  const next = { ...now, end: endAfter(reply, now, inputs) }
  if (next.unsent.length === 0 && next.end !== null) return endOf(next, next.end, inputs)
  return goOn(next, { by: 'bot', text: said.join('\n') })
}

/** A model that says that it is done before it has found out everything goes on. */
function endAfter(reply: BotReply, talk: Talk, inputs: Inputs): EndReason | null {
  if (reply.wantsPerson) return 'bot-asked'
  const hasWords = talk.unsent.length > 0
  if (reply.ended && (missingIn(talk, inputs).length === 0 || !hasWords)) return 'done'
  if (talk.turns >= inputs.mostTurns) return 'most-turns'
  if (talk.inputTokens + talk.outputTokens >= (inputs.mostTokens ?? Number.POSITIVE_INFINITY)) return 'most-tokens'
  const said = talk.lines.reduce((sum, { text }) => sum + text.length, 0)
  return said >= MOST_SAID_CHARACTERS ? 'most-text' : null
}

/** A message with the hidden data put back. Nothing is left of one that a contact could not read. */
function readable({ text, media = [], buttons = [] }: BotMessage, mask: PersonalDataMask | undefined): BotMessage[] {
  const words = wellFormed(textOf(mask?.reveal(text) ?? text)).slice(0, MOST_CHARACTERS)
  const titled = buttons.map(({ title, value }) => ({
    title: wellFormed(textOf(mask?.reveal(title) ?? title)).trim(),
    value,
  }))
  const message = { text: words.trim(), media, buttons: titled.filter(({ title }) => title !== '') }
  return message.text === '' && message.media.length === 0 && message.buttons.length === 0 ? [] : [message]
}

function shown(found: JsonObject, mask: PersonalDataMask | undefined): JsonObject {
  const values = mask?.reveal(found)
  return isJsonObject(values) ? values : found
}

function failed({ error, retryAdvice }: Failure, talk: Talk, inputs: Inputs): StepResult {
  return { ...failWith(error, talk, inputs), ...(retryAdvice === undefined ? {} : { retryAdvice }) }
}
