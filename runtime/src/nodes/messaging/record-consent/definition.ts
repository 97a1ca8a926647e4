import { defineNode } from '@patchbay/shared/nodes'
import { Type } from 'typebox'
import { recipientInput, senderInput } from '../message-inputs.ts'

export const recordConsent = defineNode({
  id: 'record-consent',
  typeVersion: 1,
  kind: 'action',
  category: 'messaging',
  title: 'Record Consent',
  description: 'Keeps whether a contact wants to be written to, with how the flow has learned it.',
  icon: 'shield-check',
  keywords: [
    'opt in',
    'opt-in',
    'opt out',
    'opt-out',
    'unsubscribe',
    'subscribe',
    'stop',
    'permission',
    'privacy',
    'agree',
    'newsletter',
  ],
  variablePrefix: 'CONSENT',
  inputs: Type.Object(
    {
      state: Type.Enum(['in', 'out'], {
        title: 'The contact is',
        default: 'in',
        'x-ui': {
          widget: 'select',
          optionLabels: { in: 'opted in: messages are sent', out: 'opted out: nothing is sent any more' },
        },
      }),
      to: recipientInput({ title: 'Contact', description: 'Others in the form of their channel.' }),
      from: senderInput('address', 'Our Address'),
      scope: Type.Enum(['all', 'address'], {
        title: 'For',
        default: 'all',
        'x-ui': {
          widget: 'select',
          optionLabels: { all: 'all our addresses of this channel', address: 'this address of ours only' },
        },
      }),
      reason: Type.Optional(
        Type.String({
          title: 'Why',
          description: 'Kept in the log of Consent, after the name of the flow and the action.',
          maxLength: 1_000,
          'x-ui': { widget: 'template', placeholder: 'Such as: answered $MSG_3.reply.text' },
          'x-template': { place: 'text' },
        }),
      ),
    },
    { additionalProperties: false },
  ),
  outputs: [
    {
      name: 'wasOptedOut',
      title: 'Whether the contact was opted out before',
      type: 'boolean',
      exits: ['success'],
      sample: 'false',
    },
    { name: 'error', title: 'Error code, empty when all went well', type: 'text', sample: 'INVALID_VALUE' },
  ],
  sets: [],
  exits: [
    { id: 'success', label: 'On Success' },
    { id: 'failure', label: 'On Failure', whenOpen: 'If this cannot be recorded, the run ends here.' },
  ],
  repeat: 'safe',
  summary: [
    { field: 'state', prefix: 'as' },
    { field: 'to', style: 'template', prefix: 'of' },
  ],
  defaults: { state: 'in', to: '$ANI', from: '$DNIS', scope: 'all' },
})
