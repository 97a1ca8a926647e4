import { defineNode } from '@patchbay/shared/nodes'
import { Type } from 'typebox'

/** Where the choices of people and topics come from. */
export const AGENTS = 'agents'
export const TOPICS = 'topics'

const topicInput = (title: string, placeholder: string) =>
  Type.Optional(
    Type.String({
      title,
      description: 'Several with commas between them.',
      maxLength: 500,
      'x-ui': { widget: 'template', options: TOPICS, width: 'half', placeholder },
      'x-template': { place: 'text' },
    }),
  )

export const changeConversation = defineNode({
  id: 'change-conversation',
  typeVersion: 1,
  kind: 'action',
  category: 'messaging',
  title: 'Conversation',
  description: 'Assigns a conversation, gives it topics and notes, closes it or opens it again.',
  icon: 'message-cog',
  keywords: ['assign', 'topic', 'label', 'tag', 'note', 'close', 'reopen', 'resolve', 'inbox', 'agent', 'ticket'],
  variablePrefix: 'CONVERSATION',
  inputs: Type.Object(
    {
      conversation: Type.String({
        title: 'Conversation',
        description: 'The one that the flow runs for, unless you name another by its ID.',
        maxLength: 500,
        default: '$conversation.id',
        'x-ui': { widget: 'template', placeholder: '$conversation.id', emptyMessage: 'Conversation is empty' },
        'x-template': { place: 'text' },
        'x-required': true,
      }),
      assign: Type.Enum(['keep', 'person', 'nobody'], {
        title: 'Assign to',
        default: 'keep',
        'x-ui': {
          widget: 'select',
          width: 'half',
          optionLabels: { keep: 'as it is', person: 'a person', nobody: 'nobody: any of the people' },
        },
      }),
      person: Type.Optional(
        Type.String({
          title: 'Person',
          maxLength: 200,
          'x-ui': {
            widget: 'select',
            options: AGENTS,
            width: 'half',
            visibleWhen: { field: 'assign', equals: 'person' },
            emptyMessage: 'Person is not chosen',
            keptAt: {
              path: '/settings',
              title: 'People',
              none: 'Nobody may answer yet.',
              gone: 'Somebody who may not answer any more',
            },
          },
          'x-required': true,
        }),
      ),
      addTopics: topicInput('Add topics', 'Such as: Refund'),
      removeTopics: topicInput('Remove topics', 'Such as: Waiting'),
      note: Type.Optional(
        Type.String({
          title: 'Note for people',
          description: 'The contact does not see it.',
          maxLength: 5_000,
          'x-ui': { widget: 'long-template' },
          'x-template': { place: 'text' },
        }),
      ),
      status: Type.Enum(['keep', 'close', 'reopen'], {
        title: 'Open or closed',
        default: 'keep',
        'x-ui': {
          widget: 'select',
          width: 'half',
          optionLabels: { keep: 'as it is', close: 'close it', reopen: 'open it again' },
        },
      }),
    },
    { additionalProperties: false },
  ),
  outputs: [
    { name: 'id', title: 'ID of the conversation', type: 'text', exits: ['success'] },
    { name: 'status', title: 'Status: open, waiting or closed', type: 'text', exits: ['success'], sample: 'open' },
    { name: 'assignee', title: 'Who has it now', type: 'text', exits: ['success'], sample: 'Maya Reyes' },
    { name: 'topics', title: 'Its topics now', type: 'list', exits: ['success'] },
    { name: 'error', title: 'Error code, empty when all went well', type: 'text', sample: 'CONVERSATION_NOT_FOUND' },
  ],
  sets: [],
  means: { conversation: 'id', exits: ['success'] },
  exits: [
    { id: 'success', label: 'On Success' },
    { id: 'failure', label: 'On Failure', whenOpen: 'If the conversation cannot be changed, the run ends here.' },
  ],
  // A change is stored with the key of its step, so it is made once.
  repeat: 'safe',
  summary: [
    { field: 'assign', prefix: 'assigns to', unless: { field: 'assign', equals: 'keep' } },
    { field: 'status', unless: { field: 'status', equals: 'keep' } },
    { field: 'addTopics', style: 'template', prefix: 'about' },
    { field: 'note', style: 'template', prefix: 'note' },
  ],
  defaults: { conversation: '$conversation.id', assign: 'keep', status: 'keep' },
})
