import { isJsonObject, type Json, type JsonObject } from '@patchbay/shared/json'
import { fieldOf, listOf, objectOf, textOf } from '../../kit/values.ts'

/**
 * What a bot has answered, as outputs of the action. Everything in it is data: nobody reads a variable in it, opens its
 * addresses or draws its tags.
 */
export interface LexAnswer {
  /** The texts of all messages, each on lines of its own. */
  readonly response: string
  /** With the members of Send Message: `{ text, media?: [{ url }], buttons?: [{ title, value }], payload? }`. */
  readonly messages: readonly JsonObject[]
  /** The buttons of all cards: `{ title, value }`. */
  readonly choices: readonly JsonObject[]
  /** Empty when the bot has recognised none. */
  readonly intent: string
  /** Such as `InProgress`, `ReadyForFulfillment`, `Fulfilled` or `Failed`. */
  readonly state: string
  /** By name: a text, a list, an object of its parts, or null for a slot that is empty. */
  readonly slots: JsonObject
  /** The slot that the bot asks for; empty when it asks for none. */
  readonly slotToElicit: string
  /** From 0 to 1; null when the bot says none. */
  readonly confidence: Json
  readonly sessionAttributes: JsonObject
  /** The bot is done with what it was asked for, well or not. */
  readonly ended: boolean
}

/** Reads an answer of RecognizeText; undefined when it is none. */
export function readAnswer(body: Json | undefined): LexAnswer | undefined {
  const session = fieldOf(body, 'sessionState')
  if (!isJsonObject(session)) return undefined
  const intent = fieldOf(session, 'intent')
  const action = fieldOf(session, 'dialogAction')
  const attributes = fieldOf(session, 'sessionAttributes')
  const messages = listOf(fieldOf(body, 'messages')).flatMap(messageOf)
  const state = textOf(fieldOf(intent, 'state'))
  const score = fieldOf(fieldOf(listOf(fieldOf(body, 'interpretations'))[0], 'nluConfidence'), 'score')
  const texts = messages.map(({ text }) => textOf(text))
  return {
    response: texts.filter((text) => text !== '').join('\n'),
    messages,
    choices: messages.flatMap(({ buttons }) => listOf(buttons).filter(isJsonObject)),
    intent: textOf(fieldOf(intent, 'name')),
    state,
    slots: slotsOf(fieldOf(intent, 'slots')),
    slotToElicit: textOf(fieldOf(action, 'slotToElicit')),
    confidence: typeof score === 'number' ? score : null,
    sessionAttributes: isJsonObject(attributes) ? attributes : {},
    ended: textOf(fieldOf(action, 'type')) === 'Close' || state === 'Fulfilled' || state === 'Failed',
  }
}

/** A message as content that every channel takes; nothing for kinds that do not exist yet. */
function messageOf(message: Json): readonly JsonObject[] {
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

function cardOf(card: Json | undefined): JsonObject {
  const lines = ['title', 'subtitle'].map((name) => textOf(fieldOf(card, name)))
  const url = textOf(fieldOf(card, 'imageUrl'))
  const buttons = listOf(fieldOf(card, 'buttons')).map((button) => {
    const title = textOf(fieldOf(button, 'text'))
    return { title, value: textOf(fieldOf(button, 'value')) || title }
  })
  return {
    text: lines.filter((line) => line !== '').join('\n'),
    ...(url === '' ? {} : { media: [{ url }] }),
    ...(buttons.length === 0 ? {} : { buttons }),
  }
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
