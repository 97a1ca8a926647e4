import type { OutputField } from '@patchbay/shared/nodes'
import { Type } from 'typebox'
import { DEFAULT_TIMEOUT_SECONDS } from './bot-step.ts'

/** Inputs and outputs that every block has that says a text to a bot. */

export const messageTypeInput = Type.Optional(
  Type.Enum(['text'], {
    title: 'Message Type',
    description: 'Audio needs calls, which Patchbay does not have yet: a bot gets texts only.',
    default: 'text',
    'x-ui': { widget: 'select', width: 'half', optionLabels: { text: 'Text' } },
  }),
)

/** @param most how many characters the service takes, as people write the number */
export function botTextInput(most: string) {
  return Type.String({
    title: 'Text/Message',
    description: `What the bot gets, at most ${most} characters.`,
    maxLength: 5_000,
    default: '',
    'x-ui': { widget: 'long-template', placeholder: '$item.text', emptyMessage: 'Text/Message is empty' },
    'x-template': { place: 'text' },
    'x-required': true,
  })
}

export const userInput = Type.Optional(
  Type.String({
    title: 'User',
    description: 'Whose conversation it is. Empty: that of the contact of this run.',
    maxLength: 500,
    'x-ui': { widget: 'template', width: 'half', placeholder: 'The contact' },
    'x-template': { place: 'text' },
  }),
)

/** @param why what may take the bot long */
export function botTimeoutInput(why: string) {
  return Type.Optional(
    Type.Integer({
      title: 'Timeout',
      description: `${why} After a timeout the text is not said again.`,
      minimum: 1,
      maximum: 60,
      default: DEFAULT_TIMEOUT_SECONDS,
      'x-ui': { widget: 'number', section: 'more', width: 'third', unit: 'sec' },
    }),
  )
}

const exits = ['success']

/** What `botOutputs` fills in, but for `slots`. */
export const botOutputFields = {
  messages: { name: 'messages', title: 'Its messages, with text, media and buttons', type: 'list', exits },
  media: { name: 'media', title: 'Pictures of its messages', type: 'list', exits },
  choices: { name: 'choices', title: 'Buttons of its messages, with title and value', type: 'list', exits },
  confidence: { name: 'confidence', title: 'How sure it is, from 0 to 1', type: 'number', exits, sample: '0.94' },
  ended: { name: 'ended', title: 'Whether the bot is done', type: 'boolean', exits, sample: 'false' },
} as const satisfies Readonly<Record<string, OutputField>>

/** What `botStep` fills in. */
export const turnOutputFields: readonly OutputField[] = [
  { name: 'statuscode', title: 'HTTP status', type: 'number', sample: '200' },
  { name: 'responsebody', title: 'The whole reply', type: 'any' },
  { name: 'error', title: 'Error code, empty when all went well', type: 'text', sample: 'TIMEOUT' },
]
