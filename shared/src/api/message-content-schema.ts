import { Type } from 'typebox'
import type { MessageContent } from './message-content.ts'
import { count, list, shape, text } from './shapes.ts'

const optional = Type.Optional

/** A `MessageContent` in an answer. Files that are stored here have an address under which they can be seen. */
export const MessageContentSchema = Type.Unsafe<MessageContent>(
  shape(
    {
      text: optional(text()),
      media: optional(
        list(
          shape({
            id: optional(text()),
            url: optional(text()),
            ref: optional(text()),
            type: optional(text()),
            name: optional(text()),
            bytes: optional(count()),
            problem: optional(text()),
          }),
        ),
      ),
      location: optional(shape({ latitude: Type.Number(), longitude: Type.Number(), name: optional(text()) })),
      buttons: optional(list(shape({ id: text(), title: text(), url: optional(text()) }))),
      choice: optional(shape({ id: text(), title: text() })),
      template: optional(shape({ name: text(), language: text(), parameters: list(text()) })),
      contactCard: optional(shape({ name: text(), points: list(text()) })),
      sticker: optional(shape({ id: text() })),
      reaction: optional(shape({ emoji: text(), messageId: text() })),
      referral: optional(shape({ source: text(), ref: text() })),
      replyTo: optional(text()),
    },
    { title: 'MessageContent', description: 'What a message says, in no form of one channel.' },
  ),
)
