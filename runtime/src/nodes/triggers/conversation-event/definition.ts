import { defineNode } from '@patchbay/shared/nodes'
import { Type } from 'typebox'
import { AGENTS, TOPICS } from '../../messaging/change-conversation/definition.ts'

/** Where the choices of channels and of our addresses come from. */
export const CHANNELS = 'channels'
export const OUR_ADDRESSES = 'our-addresses'

const types = {
  created: 'CONVERSATION/CREATED',
  closed: 'CONVERSATION/CLOSED',
  reopened: 'CONVERSATION/REOPENED',
  'handed-over': 'CONVERSATION_ASSIGNEE/UPDATED',
  assigned: 'CONVERSATION_ASSIGNEE/UPDATED',
  'topic-added': 'CONVERSATION/TOPIC_ADDED',
  'topic-removed': 'CONVERSATION/TOPIC_REMOVED',
  noted: 'CONVERSATION/NOTE_CREATED',
  message: 'CONTACT/MESSAGE_RECEIVED',
} as const

export const conversationEvent = defineNode({
  id: 'conversation-event',
  typeVersion: 1,
  kind: 'trigger',
  category: 'triggers',
  title: 'Conversation Event',
  description: 'Starts the flow when something happens in a conversation, such as when people close it.',
  icon: 'message-bolt',
  keywords: ['inbox', 'closed', 'assigned', 'topic', 'note', 'hand over', 'survey', 'follow up', 'csat', 'opened'],
  variablePrefix: 'CEVENT',
  listens: { events: { field: 'events', types } },
  start: { title: 'Something happens in a conversation', text: 'It is closed, assigned or given a topic.' },
  inputs: Type.Object(
    {
      events: Type.Array(Type.Enum(Object.keys(types)), {
        title: 'When a conversation is',
        minItems: 1,
        uniqueItems: true,
        default: ['closed'],
        'x-ui': {
          widget: 'choices',
          optionLabels: {
            created: 'opened',
            closed: 'closed',
            reopened: 'opened again',
            'handed-over': 'handed over by a flow',
            assigned: 'assigned',
            'topic-added': 'given a topic',
            'topic-removed': 'taken a topic from',
            noted: 'given a note',
            message: 'with people, and the contact writes',
          },
        },
      }),
      channel: Type.Optional(
        Type.String({
          title: 'Only on the channel',
          maxLength: 64,
          'x-ui': { widget: 'select', options: CHANNELS, width: 'half', placeholder: 'Every channel' },
        }),
      ),
      address: Type.Optional(
        Type.String({
          title: 'Only at our address',
          maxLength: 200,
          'x-ui': {
            widget: 'select',
            options: OUR_ADDRESSES,
            dependsOn: ['channel'],
            width: 'half',
            placeholder: 'Every address',
          },
        }),
      ),
      topic: Type.Optional(
        Type.String({
          title: 'Only with the topic',
          maxLength: 60,
          'x-ui': { widget: 'select', options: TOPICS, width: 'half', placeholder: 'With any, or none' },
        }),
      ),
      person: Type.Optional(
        Type.String({
          title: 'Only assigned to',
          maxLength: 200,
          'x-ui': {
            widget: 'select',
            options: AGENTS,
            width: 'half',
            placeholder: 'Anybody, or nobody',
            keptAt: {
              path: '/settings',
              title: 'People',
              none: 'Nobody may answer yet.',
              gone: 'Somebody who may not answer any more',
            },
          },
        }),
      ),
    },
    { additionalProperties: false },
  ),
  outputs: [
    { name: 'event', title: 'What has happened, such as closed', type: 'text', sample: 'closed' },
    { name: 'by', title: 'Who did it: person, contact, flow or system', type: 'text', sample: 'person' },
    { name: 'at', title: 'When', type: 'text', sample: '2020-01-01T17:00:00.000Z' },
    { name: 'topic', title: 'The topic that was given or taken', type: 'text', sample: 'Refund' },
    { name: 'text', title: 'The text of the note or message', type: 'text', sample: 'Is it on its way?' },
    { name: 'conversation', title: 'The conversation as it is then', type: 'object' },
    { name: 'contact', title: 'The contact as it is then', type: 'object' },
    {
      name: 'type',
      title: 'Type of the event, as event webhooks have it',
      type: 'text',
      sample: 'CONVERSATION/CLOSED',
    },
    { name: 'eventId', title: 'ID of the event', type: 'text' },
  ],
  sets: [
    { name: 'ANI', title: 'The contact', sample: '+13055550119' },
    { name: 'DNIS', title: 'Our address', sample: '+17865550100' },
  ],
  exits: [{ id: 'next', label: 'Next' }],
  repeat: 'safe',
  summary: [{ field: 'topic', prefix: 'about' }],
  defaults: { events: ['closed'] },
})
