import type { FieldCondition, OutputField } from '@patchbay/shared/nodes'
import { Type } from 'typebox'

/** Inputs and outputs that every action has that sends a message. */

/** The contact that an action writes to. */
export function recipientInput({
  title = 'Send To',
  description,
  holds,
  visibleWhen,
}: {
  readonly title?: string
  readonly description: string
  readonly holds?: 'phone'
  readonly visibleWhen?: FieldCondition
}) {
  return Type.String({
    title,
    description,
    maxLength: 500,
    default: '$ANI',
    'x-ui': {
      widget: 'template',
      width: 'half',
      placeholder: '$ANI',
      emptyMessage: `${title} is empty`,
      ...(visibleWhen === undefined ? {} : { visibleWhen }),
    },
    'x-template': {
      place: 'text',
      neverEmpty: 'Use a variable that always has a value.',
      ...(holds === undefined ? {} : { holds }),
    },
    'x-required': true,
  })
}

/** @param one what our side is called */
export function senderInput(one: 'number' | 'address', title = 'Send From', visibleWhen?: FieldCondition) {
  return Type.String({
    title,
    maxLength: 500,
    default: '$DNIS',
    'x-ui': {
      widget: 'sender',
      width: 'half',
      emptyMessage: `${title} is empty`,
      ...(visibleWhen === undefined ? {} : { visibleWhen }),
    },
    'x-template': { place: 'text', neverEmpty: `Choose one of our ${one === 'number' ? 'numbers' : 'addresses'}.` },
    'x-required': true,
  })
}

export const messageInput = Type.String({
  title: 'Message',
  maxLength: 10_000,
  default: '',
  'x-ui': { widget: 'long-template', emptyMessage: 'Message is empty' },
  'x-template': { place: 'text' },
  'x-required': true,
})

export const mediaInput = {
  media: Type.Optional(
    Type.Array(
      Type.Object(
        {
          url: Type.String({
            title: 'Address',
            maxLength: 2_000,
            'x-ui': {
              widget: 'template',
              mono: true,
              placeholder: 'https://',
              emptyMessage: 'A file has no address',
            },
            'x-template': { place: 'url' },
            'x-required': true,
          }),
        },
        { additionalProperties: false },
      ),
      {
        title: 'Media',
        description: 'Pictures and files to send along, each by an address that the carrier can open. Up to 10.',
        maxItems: 10,
        'x-ui': { widget: 'rows', addLabel: 'Add picture or file', carried: 'media' },
      },
    ),
  ),
}

export const responseTimeoutInput = {
  responseTimeoutSeconds: Type.Optional(
    Type.Integer({
      title: 'Response Timeout (Seconds)',
      description: 'How long to wait for an answer, up to 7 days. Empty: the flow goes on once the text is sent.',
      minimum: 0,
      maximum: 604_800,
      'x-ui': { widget: 'number', width: 'half', placeholder: 'No waiting' },
    }),
  ),
}

/** What the answer holds on every channel. */
export const replyFields: NonNullable<OutputField['fields']> = [
  { name: 'text', title: 'Text of the answer', type: 'text', sample: 'Yes' },
  { name: 'from', title: 'Number of the contact', type: 'text', sample: '+13055550119' },
  { name: 'media', title: 'Addresses of pictures and files of the answer', type: 'list' },
]
