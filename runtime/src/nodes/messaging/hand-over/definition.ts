import { defineNode } from '@patchbay/shared/nodes'
import { Type } from 'typebox'
import { recipientInput, senderInput } from '../message-inputs.ts'

export const handOver = defineNode({
  id: 'hand-over',
  typeVersion: 1,
  kind: 'action',
  category: 'messaging',
  title: 'Hand Over',
  description: 'Gives the conversation to people in the inbox, and goes on when they are done.',
  icon: 'user-share',
  keywords: ['agent', 'human', 'person', 'people', 'inbox', 'operator', 'live chat', 'escalate', 'transfer', 'support'],
  variablePrefix: 'HANDOVER',
  inputs: Type.Object(
    {
      to: recipientInput({ title: 'Contact', description: 'Others in the form of their channel.' }),
      from: senderInput('address', 'Our Address'),
      topic: Type.Optional(
        Type.String({
          title: 'Topic',
          description: 'What it is about, as the inbox lists it.',
          maxLength: 200,
          'x-ui': { widget: 'template', placeholder: 'Such as: Refund' },
          'x-template': { place: 'text' },
        }),
      ),
      note: Type.Optional(
        Type.String({
          title: 'Note for people',
          description: 'What the flow has found out. The contact does not see it.',
          maxLength: 5_000,
          'x-ui': { widget: 'long-template' },
          'x-template': { place: 'text' },
        }),
      ),
      meanwhile: Type.Optional(
        Type.String({
          title: 'Message Meanwhile',
          description: 'What the contact is told while they wait. Sent once, when the conversation is handed over.',
          maxLength: 1_600,
          'x-ui': { widget: 'long-template', placeholder: 'Such as: Somebody will be with you shortly.' },
          'x-template': { place: 'text' },
        }),
      ),
      noAnswerMinutes: Type.Integer({
        title: 'No Answer After (Minutes)',
        description: 'If nobody has taken the conversation by then, the flow takes it back.',
        minimum: 1,
        maximum: 43_200,
        default: 60,
        'x-ui': { widget: 'number', width: 'half', emptyMessage: 'No Answer After is empty' },
      }),
    },
    { additionalProperties: false },
  ),
  outputs: [
    {
      name: 'endedBy',
      title: 'Who handed the conversation back or closed it',
      type: 'text',
      exits: ['done'],
      sample: 'Maya Reyes',
    },
    {
      name: 'how',
      title: 'How it ended: handed-back or closed',
      type: 'text',
      exits: ['done'],
      sample: 'handed-back',
    },
    { name: 'error', title: 'Error code, empty when all went well', type: 'text', sample: 'NO_SUCH_ADDRESS' },
  ],
  sets: [],
  exits: [
    { id: 'done', label: 'Done' },
    { id: 'no-answer', label: 'No Answer' },
    { id: 'failure', label: 'On Failure', whenOpen: 'If this cannot be handed over, the run ends here.' },
  ],
  repeat: 'safe',
  summary: [{ field: 'topic', style: 'template', prefix: 'about' }],
  defaults: { to: '$ANI', from: '$DNIS', noAnswerMinutes: 60 },
})
