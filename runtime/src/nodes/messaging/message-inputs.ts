import type { OutputField } from '@patchbay/shared/nodes'
import { Type } from 'typebox'

/** Inputs and outputs that every action has that sends a message. */

/** The two sides, each with what may be written there. */
export function sideInputs(descriptions: { readonly to: string; readonly from: string }) {
  return {
    to: side('Send To', '$ANI', descriptions.to),
    from: side('Send From', '$DNIS', descriptions.from),
  }
}

function side(title: string, own: string, description: string) {
  return Type.String({
    title,
    description,
    maxLength: 500,
    default: own,
    'x-ui': { widget: 'template', width: 'half', placeholder: own, emptyMessage: `${title} is empty` },
    'x-template': { place: 'text' },
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
        'x-ui': { widget: 'rows', addLabel: 'Add picture or file' },
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
