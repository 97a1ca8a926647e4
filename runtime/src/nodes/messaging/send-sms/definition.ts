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

/** Exits on which the text was sent. */
const sentExits = ['success', ...receiptExitIds, 'reply', 'no-reply']

export const sendSms = defineNode({
  id: 'send-sms',
  typeVersion: 1,
  kind: 'action',
  category: 'messaging',
  title: 'Send SMS',
  description: 'Sends a text to a phone, and waits for the answer or for the delivery receipt if that is set.',
  icon: 'send',
  keywords: [
    'sms',
    'mms',
    'picture',
    'notify',
    'remind',
    'reminder',
    'text',
    'message',
    'reply',
    'answer',
    'delivered',
    'receipt',
    'ask',
    'question',
    'phone',
  ],
  variablePrefix: 'SMS',
  inputs: Type.Object(
    {
      to: recipientInput({ description: 'Other numbers in full, such as +17865550100.', holds: 'phone' }),
      from: senderInput('number'),
      message: messageInput,
      ...mediaInput,
      ...responseTimeoutInput,
      ...receiptInputs,
    },
    { additionalProperties: false },
  ),
  outputs: [
    {
      name: 'reply',
      title: 'The answer of the contact',
      type: 'object',
      exits: ['reply'],
      fields: replyFields,
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
    { id: 'failure', label: 'On Failure', whenOpen: 'If this text cannot be sent, the run ends here.' },
  ],
  repeat: { channelOf: 'from', channel: 'sms' },
  summary: [{ field: 'message', style: 'template' }],
  defaults: { to: '$ANI', from: '$DNIS', message: '' },
})
