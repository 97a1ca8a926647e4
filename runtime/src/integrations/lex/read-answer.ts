import { isJsonObject, type Json, type JsonObject } from '@patchbay/shared/json'
import { botMessage } from '../../bots/bot-answer.ts'
import type { BotAnswer, BotMessage } from '../../kit/bot-answer.ts'
import { fieldOf, listOf, objectOf, textOf } from '../../kit/values.ts'

/** What a bot of Lex has answered. */
export interface LexAnswer extends BotAnswer {
  /** Such as `InProgress`, `ReadyForFulfillment`, `Fulfilled` or `Failed`. */
  readonly state: string
  /** The slot that the bot asks for; empty when it asks for none. */
  readonly slotToElicit: string
  readonly sessionAttributes: JsonObject
}

/** Lex takes no longer text. */
export const MOST_CHARACTERS = 1_024

/** Reads an answer of RecognizeText; undefined when it is none. */
export function readAnswer(body: Json | undefined): LexAnswer | undefined {
  const session = fieldOf(body, 'sessionState')
  if (!isJsonObject(session)) return undefined
  const intent = fieldOf(session, 'intent')
  const action = fieldOf(session, 'dialogAction')
  const attributes = fieldOf(session, 'sessionAttributes')
  const state = textOf(fieldOf(intent, 'state'))
  const score = fieldOf(fieldOf(listOf(fieldOf(body, 'interpretations'))[0], 'nluConfidence'), 'score')
  return {
    messages: listOf(fieldOf(body, 'messages')).flatMap(messageOf),
    intent: textOf(fieldOf(intent, 'name')),
    state,
    slots: slotsOf(fieldOf(intent, 'slots')),
    slotToElicit: textOf(fieldOf(action, 'slotToElicit')),
    confidence: typeof score === 'number' ? score : null,
    sessionAttributes: isJsonObject(attributes) ? attributes : {},
    ended: textOf(fieldOf(action, 'type')) === 'Close' || state === 'Fulfilled' || state === 'Failed',
    // Lex has no sign for it: a bot says it by an intent.
    wantsPerson: false,
  }
}

/** Nothing for kinds that do not exist yet. */
function messageOf(message: Json): readonly BotMessage[] {
  const content = textOf(fieldOf(message, 'content'))
  switch (fieldOf(message, 'contentType')) {
    case 'PlainText':
      return [{ text: content }]
    case 'SSML':
      return [{ text: withoutTags(content) }]
    case 'CustomPayload':
      return [{ text: '', payload: content }]
    case 'ImageResponseCard':
      return [cardOf(fieldOf(message, 'imageResponseCard'))]
    default:
      return []
  }
}

function cardOf(card: Json | undefined): BotMessage {
  return botMessage({
    lines: ['title', 'subtitle'].map((name) => textOf(fieldOf(card, name))),
    pictureUrl: textOf(fieldOf(card, 'imageUrl')),
    buttons: listOf(fieldOf(card, 'buttons')).map((button) => {
      const title = textOf(fieldOf(button, 'text'))
      return { title, value: textOf(fieldOf(button, 'value')) || title }
    }),
  })
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/** The words of speech markup. A pause is a space. */
function withoutTags(markup: string): string {
  const words = markup.replace(/<[^<>]*>/g, ' ').replace(/\s+/g, ' ')
  return words.trim().replace(/&(amp|lt|gt|quot|apos);/g, (_, name: string) => entities[name] ?? '')
}

function slotsOf(slots: Json | undefined): JsonObject {
  if (!isJsonObject(slots)) return {}
  return objectOf(Object.entries(slots).map(([name, slot]) => [name, slotOf(slot)] as const))
}

function slotOf(slot: Json | undefined): Json {
  const shape = fieldOf(slot, 'shape')
  if (shape === 'List') return listOf(fieldOf(slot, 'values')).map(slotOf)
  if (shape === 'Composite') return slotsOf(fieldOf(slot, 'subSlots'))
  const value = fieldOf(slot, 'value')
  return fieldOf(value, 'interpretedValue') ?? fieldOf(value, 'originalValue') ?? null
}
