import { defineNode } from '@patchbay/shared/nodes'
import { Type } from 'typebox'
import {
  mediaInput,
  messageInput,
  recipientInput,
  replyFields,
  responseTimeoutInput,
  senderInput,
} from '../message-inputs.ts'
import { receiptExitIds, receiptExits, receiptInputs, receiptOutput } from '../receipt-fields.ts'

/** The source of the templates that services have approved. */
export const MESSAGE_TEMPLATES = 'message-templates'

/** Exits on which the message was sent. */
const sentExits = ['success', ...receiptExitIds, 'reply', 'no-reply']

const buttons = Type.Optional(
  Type.Array(
    Type.Object(
      {
        title: Type.String({
          title: 'Title',
          maxLength: 200,
          'x-ui': { widget: 'template', emptyMessage: 'A button has no title' },
          'x-template': { place: 'text' },
          'x-required': true,
        }),
        value: Type.Optional(
          Type.String({
            title: 'Value',
            maxLength: 2_000,
            'x-ui': { widget: 'template', mono: true, placeholder: 'the title' },
            'x-template': { place: 'text' },
          }),
        ),
      },
      { additionalProperties: false },
    ),
    {
      title: 'Buttons',
      description: 'The value says which button was pressed; a value that begins with https:// is opened instead.',
      maxItems: 10,
      'x-ui': { widget: 'rows', addLabel: 'Add button', carried: 'buttons' },
    },
  ),
)

const buttonsFrom = Type.Optional(
  Type.String({
    title: 'Buttons from a list',
    description: 'A variable that holds a list, such as the choices of a bot. They follow the buttons above.',
    maxLength: 2_000,
    'x-ui': { widget: 'template', section: 'more', mono: true, placeholder: '$EXTCALL_2.choices' },
    'x-template': { place: 'value' },
  }),
)

const mediaFrom = Type.Optional(
  Type.String({
    title: 'Media from a list',
    description: 'A variable that holds a list, such as the pictures of a bot. They follow the files above.',
    maxLength: 2_000,
    'x-ui': { widget: 'template', section: 'more', mono: true, placeholder: '$EXTCALL_2.media' },
    'x-template': { place: 'value' },
  }),
)

const isTemplate = { field: 'template.name', isSet: true } as const

const template = Type.Optional(
  Type.Object(
    {
      name: Type.Optional(
        Type.String({
          title: 'Template',
          description:
            'A message that the service has approved. It is sent where the contact cannot be written to freely any more.',
          maxLength: 500,
          'x-ui': { widget: 'template', width: 'half', placeholder: 'None', mono: true, options: MESSAGE_TEMPLATES },
          'x-template': { place: 'text' },
        }),
      ),
      language: Type.Optional(
        Type.String({
          title: 'Language of the template',
          maxLength: 40,
          'x-ui': { widget: 'template', width: 'half', placeholder: 'en', mono: true, visibleWhen: isTemplate },
          'x-template': { place: 'text' },
        }),
      ),
      parameters: Type.Optional(
        Type.Array(
          Type.Object(
            {
              value: Type.String({
                title: 'Value',
                maxLength: 2_000,
                default: '',
                'x-ui': { widget: 'template' },
                'x-template': { place: 'text' },
              }),
            },
            { additionalProperties: false },
          ),
          {
            title: 'Parameters of the template',
            description: 'In the order of the template.',
            maxItems: 30,
            'x-ui': { widget: 'rows', addLabel: 'Add parameter', visibleWhen: isTemplate },
          },
        ),
      ),
    },
    { title: 'Template', additionalProperties: false, 'x-ui': { widget: 'fields' } },
  ),
)

export const sendMessage = defineNode({
  id: 'send-message',
  typeVersion: 1,
  kind: 'action',
  category: 'messaging',
  title: 'Send Message',
  description:
    'Writes to a contact on any channel, with files and buttons, and waits for the answer or for the delivery receipt if that is set.',
  icon: 'message-up',
  keywords: [
    'message',
    'messenger',
    'chat',
    'sms',
    'text',
    'button',
    'choice',
    'survey',
    'ask',
    'question',
    'reply',
    'answer',
    'picture',
    'file',
    'template',
  ],
  variablePrefix: 'MSG',
  inputs: Type.Object(
    {
      to: recipientInput({ description: 'Others in the form of their channel.' }),
      from: senderInput('address'),
      text: messageInput,
      buttons,
      ...mediaInput,
      ...responseTimeoutInput,
      ...receiptInputs,
      template,
      buttonsFrom,
      mediaFrom,
    },
    { additionalProperties: false },
  ),
  outputs: [
    {
      name: 'reply',
      title: 'The answer of the contact',
      type: 'object',
      exits: ['reply'],
      fields: [
        ...replyFields,
        {
          name: 'choice.id',
          title: 'Value of the chosen button, empty when it was none',
          type: 'text',
          sample: 'yes',
        },
        { name: 'choice.title', title: 'Title of the chosen button', type: 'text', sample: 'Yes' },
      ],
    },
    receiptOutput,
    { name: 'messageId', title: 'ID of the message', type: 'text', exits: sentExits },
    { name: 'status', title: 'Status when it was taken', type: 'text', exits: sentExits, sample: 'delivered' },
    { name: 'segments', title: 'Segments it was sent in', type: 'number', exits: sentExits, sample: '1' },
    { name: 'error', title: 'Error code, empty when all went well', type: 'text', sample: 'MESSAGE_REFUSED' },
  ],
  sets: [],
  exits: [
    ...receiptExits,
    { id: 'reply', label: 'On Reply', when: { field: 'responseTimeoutSeconds', isSet: true } },
    { id: 'no-reply', label: 'No Reply', when: { field: 'responseTimeoutSeconds', isSet: true } },
    { id: 'failure', label: 'On Failure', whenOpen: 'If this message cannot be sent, the run ends here.' },
  ],
  repeat: { channelOf: 'from', contactOf: 'to' },
  summary: [{ field: 'text', style: 'template' }],
  defaults: { to: '$ANI', from: '$DNIS', text: '' },
})
