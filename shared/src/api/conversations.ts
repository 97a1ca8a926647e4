import { type Static, Type } from 'typebox'
import {
  AnswerItemSchema,
  ConversationResourceSchema,
  NoteItemSchema,
  ThreadItemSchema,
  TopicSchema,
  topicColor,
} from './conversation-shapes.ts'
import { endpoint, nothing } from './endpoint.ts'
import { page, pageQuery } from './page.ts'
import { count, dictionary, list, nullable, shape, text } from './shapes.ts'

const exact = { additionalProperties: false } as const

export const conversationViews = ['mine', 'unassigned', 'open', 'closed'] as const
export type ConversationView = (typeof conversationViews)[number]

const ListQuerySchema = Type.Object(
  {
    ...pageQuery,
    view: Type.Optional(
      Type.Enum([...conversationViews], {
        description:
          '`mine` and `unassigned`: who waits longest comes first. `open` (default) and `closed`: the latest message ' +
          'comes first.',
      }),
    ),
    channel: Type.Optional(Type.String({ maxLength: 64 })),
    address: Type.Optional(Type.String({ maxLength: 200, description: 'One of our addresses.' })),
    topic: Type.Optional(Type.String({ maxLength: 64, description: 'Id of a topic.' })),
    contact: Type.Optional(Type.String({ maxLength: 64, description: 'Id of a contact.' })),
    mentioned: Type.Optional(Type.Literal('true', { description: 'Only those with a note that names the caller.' })),
  },
  exact,
)

const SearchQuerySchema = Type.Object(
  {
    text: Type.String({
      minLength: 2,
      maxLength: 200,
      description: 'A part of a name or number, words of messages and notes, or the id of a conversation.',
    }),
  },
  exact,
)

/** Which conversations a list has, and in which order. */
export type ConversationFilterQuery = Omit<Static<typeof ListQuerySchema>, 'limit' | 'after'>

export const ConversationCountsSchema = shape(
  {
    mine: count('Open conversations of the caller.'),
    unassigned: count('Conversations that nobody has and that need a person.'),
    waiting: count('Contacts of both who wait for an answer.'),
    mentions: count('Conversations with a note that names the caller and that the caller has not read.'),
  },
  { title: 'ConversationCounts', description: 'Counted up to 1,000.' },
)
export type ConversationCounts = Static<typeof ConversationCountsSchema>

const words = (maxLength: number) => Type.String({ maxLength })

/** What of a message people and programs may send. Longer than any channel takes. */
const AnswerContentSchema = Type.Object(
  {
    text: Type.Optional(words(20_000)),
    media: Type.Optional(
      Type.Array(Type.Object({ id: Type.Optional(words(64)), url: Type.Optional(words(2_000)) }, exact), {
        maxItems: 10,
        description: 'Files that are stored here by `id`, others by `url`.',
      }),
    ),
    template: Type.Optional(
      Type.Object(
        {
          name: Type.String({ minLength: 1, maxLength: 512 }),
          language: words(35),
          parameters: Type.Array(words(2_000), { maxItems: 50 }),
        },
        { ...exact, description: 'A message that the service has approved, with what fills its gaps.' },
      ),
    ),
    buttons: Type.Optional(
      Type.Array(Type.Object({ id: words(256), title: words(200), url: Type.Optional(words(2_000)) }, exact), {
        maxItems: 20,
      }),
    ),
    location: Type.Optional(
      Type.Object(
        {
          latitude: Type.Number({ minimum: -90, maximum: 90 }),
          longitude: Type.Number({ minimum: -180, maximum: 180 }),
          name: Type.Optional(words(200)),
        },
        exact,
      ),
    ),
  },
  exact,
)

export const SendAnswerSchema = Type.Object(
  {
    id: Type.String({
      minLength: 36,
      maxLength: 36,
      description: 'A UUID of the caller. The same answer, sent again, is sent once.',
    }),
    content: AnswerContentSchema,
    seen: Type.Optional(
      nullable(Type.String({ maxLength: 64 }), {
        description:
          'Id of the last item that the author saw. When a colleague has answered since, nothing is sent: 409. Absent: ' +
          'it is sent in any case.',
      }),
    ),
    closes: Type.Optional(Type.Boolean({ description: 'Closes the conversation, too.' })),
  },
  exact,
)
export type SendAnswer = Static<typeof SendAnswerSchema>

const NoteSchema = Type.Object(
  {
    text: Type.String({ minLength: 1, maxLength: 10_000 }),
    mentions: Type.Optional(
      Type.Array(Type.String({ maxLength: 100 }), {
        maxItems: 20,
        description: 'Colleagues who are told of it, as `user:<id>`.',
      }),
    ),
  },
  exact,
)
export type NewNote = Static<typeof NoteSchema>

const AssignSchema = Type.Object(
  {
    to: nullable(Type.String({ maxLength: 100 }), { description: '`user:<id>`, or null for nobody.' }),
  },
  exact,
)
export type Assign = Static<typeof AssignSchema>

const SnoozeSchema = Type.Object(
  {
    until: nullable(Type.String({ format: 'date-time' }), { description: 'Null: until the contact writes.' }),
  },
  exact,
)
export type Snooze = Static<typeof SnoozeSchema>

const TopicsOfSchema = Type.Object({ topics: Type.Array(Type.String({ maxLength: 64 }), { maxItems: 20 }) }, exact)

const NewTopicSchema = Type.Object({ name: Type.String({ minLength: 1, maxLength: 40 }), color: topicColor }, exact)
export type NewTopic = Static<typeof NewTopicSchema>

const errors = ['CONVERSATION_NOT_FOUND'] as const
const changed = { answer: ConversationResourceSchema, errors } as const

export const conversationEndpoints = {
  list: endpoint({
    method: 'GET',
    path: '/api/conversations',
    summary: 'Conversations, as the inbox lists them',
    query: ListQuerySchema,
    answer: page(ConversationResourceSchema),
  }),
  search: endpoint({
    method: 'GET',
    path: '/api/conversations/search',
    summary: 'Conversations by name, number, words or id; open and closed, the latest message first',
    query: SearchQuerySchema,
    answer: shape({
      items: list(ConversationResourceSchema),
      isCut: Type.Boolean({ description: 'There are more. Write more of it.' }),
      words: dictionary(text(), {
        description: 'The beginning of the latest message or note that has the words, by conversation.',
      }),
    }),
  }),
  counts: endpoint({
    method: 'GET',
    path: '/api/conversations/counts',
    summary: 'How many conversations wait for the caller, and for anybody',
    answer: ConversationCountsSchema,
  }),
  get: endpoint({
    method: 'GET',
    path: '/api/conversations/:id',
    summary: 'One conversation',
    answer: ConversationResourceSchema,
    errors,
  }),
  thread: endpoint({
    method: 'GET',
    path: '/api/conversations/:id/items',
    summary: 'Messages, notes, answers under way and what people did, newest first',
    query: Type.Object(pageQuery, exact),
    answer: page(ThreadItemSchema),
    errors,
  }),
  answer: endpoint({
    method: 'POST',
    path: '/api/conversations/:id/answers',
    summary: 'Answer the contact',
    description:
      'Answered once it is stored; `answer` items of the thread say what becomes of it. It gives the conversation to ' +
      'people, and to the caller where nobody had it. Flows send nothing there until it is handed back.',
    body: SendAnswerSchema,
    answer: AnswerItemSchema,
    status: 201,
    errors: ['CONVERSATION_NOT_FOUND', 'ANSWERED_MEANWHILE', 'ANSWER_CHANGED', 'CONVERSATION_CLOSED', 'INVALID_INPUT'],
  }),
  note: endpoint({
    method: 'POST',
    path: '/api/conversations/:id/notes',
    summary: 'Write a note that only people of this installation see',
    body: NoteSchema,
    answer: NoteItemSchema,
    status: 201,
    errors: ['CONVERSATION_NOT_FOUND', 'INVALID_INPUT'],
  }),
  take: endpoint({
    method: 'POST',
    path: '/api/conversations/:id/take',
    summary: 'Take a conversation: flows are silent there, and the caller answers',
    ...changed,
  }),
  assign: endpoint({
    method: 'POST',
    path: '/api/conversations/:id/assign',
    summary: 'Give a conversation to a person, or to nobody in particular',
    body: AssignSchema,
    answer: ConversationResourceSchema,
    errors: ['CONVERSATION_NOT_FOUND', 'INVALID_INPUT'],
  }),
  handBack: endpoint({
    method: 'POST',
    path: '/api/conversations/:id/hand-back',
    summary: 'Hand a conversation back to its flow',
    ...changed,
  }),
  snooze: endpoint({
    method: 'POST',
    path: '/api/conversations/:id/snooze',
    summary: 'Put a conversation aside until a time, or until the contact writes',
    body: SnoozeSchema,
    answer: ConversationResourceSchema,
    errors: ['CONVERSATION_NOT_FOUND', 'CONVERSATION_CLOSED', 'INVALID_INPUT'],
  }),
  close: endpoint({
    method: 'POST',
    path: '/api/conversations/:id/close',
    summary: 'Close a conversation; the next message of the contact opens another one',
    ...changed,
  }),
  reopen: endpoint({
    method: 'POST',
    path: '/api/conversations/:id/reopen',
    summary: 'Open a closed conversation, or wake a snoozed one',
    answer: ConversationResourceSchema,
    errors: ['CONVERSATION_NOT_FOUND', 'CONVERSATION_OPEN'],
  }),
  read: endpoint({
    method: 'POST',
    path: '/api/conversations/:id/read',
    summary: 'Count all messages of a conversation as read by the caller',
    answer: nothing,
    errors,
  }),
  setTopics: endpoint({
    method: 'PUT',
    path: '/api/conversations/:id/topics',
    summary: 'Say what a conversation is about',
    body: TopicsOfSchema,
    answer: ConversationResourceSchema,
    errors: ['CONVERSATION_NOT_FOUND', 'INVALID_INPUT'],
  }),
  topics: endpoint({
    method: 'GET',
    path: '/api/topics',
    summary: 'Topics, by name',
    answer: shape({ items: list(TopicSchema) }),
  }),
  addTopic: endpoint({
    method: 'POST',
    path: '/api/topics',
    summary: 'Add a topic',
    body: NewTopicSchema,
    answer: TopicSchema,
    status: 201,
    errors: ['TOPIC_EXISTS'],
  }),
  changeTopic: endpoint({
    method: 'PUT',
    path: '/api/topics/:id',
    summary: 'Change the name and colour of a topic',
    body: NewTopicSchema,
    answer: TopicSchema,
    errors: ['NOT_FOUND', 'TOPIC_EXISTS'],
  }),
  removeTopic: endpoint({
    method: 'DELETE',
    path: '/api/topics/:id',
    summary: 'Remove a topic, also from its conversations',
    answer: nothing,
    errors: ['NOT_FOUND'],
  }),
}
