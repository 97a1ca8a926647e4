import { defineNode } from '@patchbay/shared/nodes'
import { Type } from 'typebox'

export const sendSms = defineNode({
  id: 'send-sms',
  typeVersion: 1,
  kind: 'action',
  category: 'messaging',
  title: 'Send SMS',
  description: 'Sends a text to a phone.',
  icon: 'send',
  keywords: ['text', 'message', 'reply', 'answer', 'phone'],
  variablePrefix: 'SMS',
  inputs: Type.Object(
    {
      to: Type.String({
        title: 'Send To',
        description: 'The contact is $ANI. Other numbers in full, such as +17865550100.',
        maxLength: 500,
        default: '$ANI',
        'x-ui': { widget: 'template', width: 'half', placeholder: '$ANI', emptyMessage: 'Send To is empty' },
        'x-template': { place: 'text' },
        'x-required': true,
      }),
      from: Type.String({
        title: 'Send From',
        description: 'Our number is $DNIS. It has to be one of Numbers.',
        maxLength: 500,
        default: '$DNIS',
        'x-ui': { widget: 'template', width: 'half', placeholder: '$DNIS', emptyMessage: 'Send From is empty' },
        'x-template': { place: 'text' },
        'x-required': true,
      }),
      message: Type.String({
        title: 'Message',
        maxLength: 10_000,
        default: '',
        'x-ui': { widget: 'long-template', emptyMessage: 'Message is empty' },
        'x-template': { place: 'text' },
        'x-required': true,
      }),
    },
    { additionalProperties: false },
  ),
  outputs: [
    { name: 'messageId', title: 'ID of the message', type: 'text', exits: ['success'] },
    { name: 'status', title: 'Status when it was taken', type: 'text', exits: ['success'], sample: 'delivered' },
    { name: 'segments', title: 'Segments it was sent in', type: 'number', exits: ['success'], sample: '1' },
    { name: 'error', title: 'Error code, empty when all went well', type: 'text', sample: 'MESSAGE_REFUSED' },
  ],
  sets: [],
  exits: [
    { id: 'success', label: 'On Success' },
    { id: 'failure', label: 'On Failure', whenOpen: 'If this text cannot be sent, the run ends here.' },
  ],
  repeat: { channelOf: 'from', channel: 'sms' },
  summary: [{ field: 'message', style: 'template' }],
  defaults: { to: '$ANI', from: '$DNIS', message: '' },
})
