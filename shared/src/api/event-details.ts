import { type Static, Type } from 'typebox'
import { endpoint, raw } from './endpoint.ts'
import { type EventEntity, eventEntities } from './event-types.ts'
import { MessageFileSchema } from './media.ts'
import { jsonObject, list, shape, text, time } from './shapes.ts'

// What the ids in an event stand for, in the shapes that programs written for Gladly read. A member without a value is
// left out, as there.

const optional = Type.Optional

const eventEntityNames = Object.keys(eventEntities).filter((name): name is EventEntity =>
  Object.hasOwn(eventEntities, name),
)

/** Id of the one inbox, which all conversations are in. */
export const INBOX_ID = 'inbox'

const InitiatorSchema = shape(
  {
    type: Type.Enum(['CUSTOMER', 'AGENT', 'API', 'AUTOMATION'], {
      description: 'The contact, a person here, an API token, or a flow.',
    }),
    id: optional(text('Of the contact, user, token or flow. Absent where only its name was kept.')),
  },
  { title: 'EventInitiator' },
)

export const ConversationDetailSchema = shape(
  {
    id: text(),
    customerId: text('Id of the contact.'),
    createdAt: time(),
    closedAt: optional(time()),
    status: Type.Enum(['OPEN', 'WAITING', 'CLOSED'], { description: '`WAITING`: it is snoozed.' }),
    inboxId: text(`Always \`${INBOX_ID}\`.`),
    agentId: optional(text('The person who answers.')),
    topicIds: list(text()),
  },
  { title: 'ConversationDetail' },
)
export type ConversationDetail = Static<typeof ConversationDetailSchema>

const MessageDetailSchema = shape(
  {
    type: text('The channel as events name it, such as `SMS` or `FB_MESSENGER`.'),
    from: text(),
    to: text(),
    content: text('Its text.'),
    status: text(
      'How far it has come, such as `SENT`, `DELIVERED`, `READ`, `UNDELIVERED`; `RECEIVED` from the contact.',
    ),
    files: optional(list(MessageFileSchema)),
  },
  { title: 'MessageDetail' },
)

const NoteDetailSchema = shape(
  { type: Type.Literal('CONVERSATION_NOTE'), body: text('Only people of this installation see it.') },
  { title: 'NoteDetail' },
)

const StatusDetailSchema = shape(
  { type: Type.Literal('CONVERSATION_STATUS_CHANGE'), status: Type.Enum(['OPEN', 'WAITING', 'CLOSED']) },
  { title: 'StatusDetail' },
)

const TopicsDetailSchema = shape(
  { type: Type.Literal('TOPIC_CHANGE'), addedTopicIds: list(text()), removedTopicIds: list(text()) },
  { title: 'TopicsDetail' },
)

const AssigneeDetailSchema = shape(
  {
    type: Type.Literal('CONVERSATION_ASSIGNEE_CHANGE'),
    assignee: shape({
      inboxId: optional(text('Absent where a flow answers from then on.')),
      agentId: optional(text('The person. Absent: nobody in particular.')),
    }),
  },
  { title: 'AssigneeDetail' },
)

const itemMembers = {
  id: text(),
  conversationId: text(),
  customerId: text('Id of the contact.'),
  timestamp: time(),
  initiator: optional(InitiatorSchema),
}

export const ConversationItemSchema = shape(
  {
    ...itemMembers,
    content: Type.Union([
      NoteDetailSchema,
      StatusDetailSchema,
      TopicsDetailSchema,
      AssigneeDetailSchema,
      MessageDetailSchema,
    ]),
  },
  { title: 'ConversationItem', description: 'A message, a note, or what people and flows did with a conversation.' },
)
export type ConversationItem = Static<typeof ConversationItemSchema>

export const NoteSchema = shape({ ...itemMembers, content: NoteDetailSchema }, { title: 'ConversationNote' })
export type ConversationNote = Static<typeof NoteSchema>

export const CustomerProfileSchema = shape(
  {
    id: text(),
    name: text('Empty while it is not known.'),
    phones: list(shape({ original: text(), normalized: text() })),
    emails: list(shape({ original: text(), normalized: text() })),
    contactPoints: list(shape({ channel: text(), value: text() }), {
      description: 'Where the contact is reached, on every channel.',
    }),
    language: optional(text('As in BCP 47, such as `en`.')),
    timeZone: optional(text('IANA name.')),
    customAttributes: jsonObject({ description: 'The fields of the contact.' }),
    createdAt: time(),
    updatedAt: time(),
  },
  { title: 'CustomerProfile' },
)
export type CustomerProfile = Static<typeof CustomerProfileSchema>

export const AgentDetailSchema = shape(
  { id: text(), name: text(), emailAddress: text() },
  { title: 'AgentDetail', description: 'A person who may answer here.' },
)
export type AgentDetail = Static<typeof AgentDetailSchema>

const errors = ['NOT_FOUND'] as const

const EventsQuerySchema = Type.Object(
  {
    startAt: Type.String({ format: 'date-time', description: 'At most 14 days ago.' }),
    endAt: Type.Optional(Type.String({ format: 'date-time', description: 'Not included. Default: now.' })),
    entities: Type.Optional(
      Type.Array(Type.Enum(eventEntityNames), { description: 'Given once for each. Default: all.', maxItems: 20 }),
    ),
  },
  { additionalProperties: false },
)

export const eventDetailEndpoints = {
  events: endpoint({
    method: 'GET',
    path: '/api/v1/events',
    summary: 'What has happened, as JSON lines in the order of happening, for receivers that were away',
    description:
      'The events that webhooks are sent, with the same ids, up to 15 seconds ago. Deliveries of messages and ends of ' +
      'runs are among them only while a webhook or a live flow wants them.',
    query: EventsQuerySchema,
    answer: raw('application/x-ndjson'),
    errors: ['INVALID_INPUT'],
  }),
  conversation: endpoint({
    method: 'GET',
    path: '/api/v1/conversations/:id',
    summary: 'The conversation that an event names',
    answer: ConversationDetailSchema,
    errors,
  }),
  items: endpoint({
    method: 'GET',
    path: '/api/v1/conversations/:id/items',
    summary: 'Messages, notes, and what people and flows did in a conversation, oldest first',
    description:
      'The latest 1,000. With `Gladly-Limited-Data: true` there are earlier ones. Answers that are still to be sent are ' +
      'not among them.',
    answer: list(ConversationItemSchema),
    errors,
  }),
  note: endpoint({
    method: 'GET',
    path: '/api/v1/conversations/:id/notes/:noteId',
    summary: 'The note that an event names',
    answer: NoteSchema,
    errors,
  }),
  item: endpoint({
    method: 'GET',
    path: '/api/v1/conversation-items/:itemId',
    summary: 'The message that an event names, or another item of a conversation',
    answer: ConversationItemSchema,
    errors,
  }),
  customer: endpoint({
    method: 'GET',
    path: '/api/v1/customer-profiles/:id',
    summary: 'The contact that an event names',
    description: 'Of one that was merged into another, 301 says where the other is.',
    answer: CustomerProfileSchema,
    also: { 301: shape({ id: text('Of the contact that it was merged into.') }, { title: 'MergedCustomer' }) },
    errors,
  }),
  agent: endpoint({
    method: 'GET',
    path: '/api/v1/agents/:id',
    summary: 'The person that an event names',
    answer: AgentDetailSchema,
    errors,
  }),
}
