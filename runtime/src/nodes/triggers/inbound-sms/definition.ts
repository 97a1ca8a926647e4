import { defineNode } from '@patchbay/shared/nodes'
import { Type } from 'typebox'
import { restartWords } from '../message-trigger.ts'

export const inboundSms = defineNode({
  id: 'inbound-sms',
  typeVersion: 1,
  kind: 'trigger',
  category: 'triggers',
  title: 'Inbound SMS',
  description: 'Starts the flow when somebody texts one of its numbers.',
  icon: 'message-down',
  keywords: ['sms', 'guest', 'customer', 'incoming', 'text', 'message', 'mms', 'receive', 'phone', 'number'],
  variablePrefix: 'ISMS',
  listens: { address: 'sms' },
  start: { title: 'A text arrives', text: 'Someone texts one of your numbers.' },
  hold: 'messages',
  maxPerFlow: 1,
  inputs: Type.Object(
    {
      numbers: Type.Optional(
        Type.Null({
          title: 'Numbers',
          description: 'Texts to these numbers start the flow. They can be chosen before the first deploy.',
          'x-ui': { widget: 'address-picker' },
        }),
      ),
      ...restartWords,
    },
    { additionalProperties: false },
  ),
  outputs: [
    { name: 'message', title: 'Text of the message', type: 'text', sample: 'Weather please' },
    { name: 'from', title: 'Number of the contact', type: 'text', sample: '+13055550119' },
    { name: 'to', title: 'Our number', type: 'text', sample: '+17865550100' },
    { name: 'mediaUrls', title: 'Addresses of pictures and files', type: 'list' },
    { name: 'messageId', title: 'ID of the message', type: 'text' },
  ],
  sets: [
    { name: 'ANI', title: 'The contact', sample: '+13055550119' },
    { name: 'DNIS', title: 'Our number', sample: '+17865550100' },
  ],
  exits: [{ id: 'next', label: 'Next' }],
  repeat: 'safe',
  summary: [{ addresses: true }],
  defaults: {},
})
