import type { Json, JsonObject } from '@patchbay/shared/json'
import type { BotAnswer, BotButton, BotMessage } from '../kit/bot-answer.ts'

/** A text, a picture and buttons as one message. Lines that are empty are left out. */
export function botMessage({
  lines = [],
  pictureUrl = '',
  buttons = [],
}: {
  readonly lines?: readonly string[]
  readonly pictureUrl?: string
  readonly buttons?: readonly BotButton[]
}): BotMessage {
  return {
    text: lines.filter((line) => line !== '').join('\n'),
    ...(pictureUrl === '' ? {} : { media: [{ url: pictureUrl }] }),
    ...(buttons.length === 0 ? {} : { buttons }),
  }
}

/** The texts of all messages, each on lines of its own. */
export function textOfMessages(messages: readonly BotMessage[]): string {
  return messages
    .map(({ text }) => text)
    .filter((text) => text !== '')
    .join('\n')
}

/** The outputs that all blocks of bots have. */
export function botOutputs({ messages, intent, confidence, slots, ended }: BotAnswer): Readonly<Record<string, Json>> {
  return {
    messages: messages.map(messageData),
    media: messages.flatMap(({ media = [] }) => media.map((file) => ({ ...file }))),
    choices: messages.flatMap(({ buttons = [] }) => buttons.map((button) => ({ ...button }))),
    intent,
    confidence,
    slots,
    ended,
  }
}

function messageData({ media, buttons, ...message }: BotMessage): JsonObject {
  return {
    ...message,
    ...(media === undefined ? {} : { media: media.map((file) => ({ ...file })) }),
    ...(buttons === undefined ? {} : { buttons: buttons.map((button) => ({ ...button })) }),
  }
}
