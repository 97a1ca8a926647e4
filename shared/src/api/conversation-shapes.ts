import { type Static, Type } from 'typebox'
import { MessageFileSchema } from './media.ts'
import { MessageContentSchema } from './message-content-schema.ts'
import { RunErrorSchema } from './runs.ts'
import { count, list, nullable, shape, text, time } from './shapes.ts'

export const PersonSchema = shape({ id: text('As `user:<id>`.'), name: text() }, { title: 'Person' })
export type Person = Static<typeof PersonSchema>

export const topicColors = ['grey', 'blue', 'teal', 'green', 'amber', 'red', 'pink', 'violet'] as const
export const topicColor = Type.Enum([...topicColors])

export const TopicSchema = shape({ id: text(), name: text(), color: topicColor }, { title: 'Topic' })
export type Topic = Static<typeof TopicSchema>

export const conversationStatuses = ['open', 'waiting', 'closed'] as const
export type ConversationStatus = (typeof conversationStatuses)[number]

export const ConversationResourceSchema = shape(
  {
    id: text(),
    channel: text(),
    accountId: text(),
    address: text('Ours.'),
    addressShown: text('`address` as people read it.'),
    contact: shape({
      id: text(),
      name: text('Empty while it is not known.'),
      value: text('The number or id of the contact on the channel.'),
      shown: text('`value` as people read it.'),
    }),
    status: Type.Enum([...conversationStatuses], { description: '`waiting`: it is snoozed.' }),
    isWithPerson: Type.Boolean({ description: 'Messages stay with people: no flow gets or sends any.' }),
    assignee: nullable(PersonSchema, { description: 'Who answers. Null: nobody in particular.' }),
    waitsSince: nullable(time(), {
      description: 'When the first message came that waits for the answer of a person.',
    }),
    unread: count('Messages from the contact that the caller has not read.'),
    isMentioned: Type.Boolean({ description: 'A note that the caller has not read names the caller.' }),
    preview: shape({
      text: text('The beginning of the last message.'),
      fileType: nullable(text(), { description: 'The type of its first file, such as `image/jpeg`.' }),
      by: Type.Enum(['contact', 'flow', 'person']),
    }),
    topics: list(TopicSchema),
    snoozedUntil: nullable(time(), { description: 'While it is snoozed. Null: until the contact writes.' }),
    windowEndsAt: nullable(time(), {
      description: 'Until then the channel takes any message; later only templates. Null: always, or not at all now.',
    }),
    isWindowOpen: Type.Boolean({ description: 'False: only templates may be sent now.' }),
    openedAt: time(),
    closedAt: nullable(time()),
    lastMessageAt: time(),
  },
  { title: 'Conversation' },
)
export type ConversationResource = Static<typeof ConversationResourceSchema>

const author = nullable(PersonSchema, { description: 'The person. Null: a flow or the contact.' })

const MessageItemSchema = shape({
  kind: Type.Literal('message'),
  id: text(),
  at: time(),
  by: Type.Enum(['contact', 'flow', 'person']),
  author,
  content: MessageContentSchema,
  files: list(MessageFileSchema, { description: 'The files of `content`, with addresses for pages.' }),
  status: text('How far it has come, such as `sent`, `delivered`, `read`, `undelivered`; `received` from the contact.'),
  error: nullable(RunErrorSchema),
  editedAt: nullable(time(), { description: 'When its author changed or deleted it.' }),
  runId: nullable(text(), { description: 'The run that the message started or continued, or that sent it.' }),
  flowName: nullable(text(), { description: 'The flow of that run.' }),
  nodeId: nullable(count(), { description: 'The action that sent it.' }),
})

/** What people do with a conversation, as its thread tells it. */
export const conversationActs = [
  'taken',
  'assigned',
  'released',
  'handed-over',
  'handed-back',
  'snoozed',
  'woken',
  'closed',
  'reopened',
  'topics',
] as const
export type ConversationAct = (typeof conversationActs)[number]

const ActItemSchema = shape({
  kind: Type.Literal('act'),
  id: text(),
  at: time(),
  act: Type.Enum([...conversationActs]),
  author,
  to: nullable(PersonSchema, { description: 'Of `assigned`: to whom.' }),
  until: nullable(time(), { description: 'Of `snoozed`: until when.' }),
  topics: list(text(), { description: 'Of `topics`: the names that it has since then.' }),
  runId: nullable(text(), { description: 'Of `handed-over`: the run that did it.' }),
  nodeId: nullable(count(), { description: 'Of `handed-over`: the action that did it.' }),
})

export const NoteItemSchema = shape({
  kind: Type.Literal('note'),
  id: text(),
  at: time(),
  author,
  text: text('Only people of this installation see it.'),
  mentions: list(PersonSchema, { description: 'Colleagues whom it names, as `@` and the name in the text.' }),
})

export const answerStates = ['queued', 'sending', 'sent', 'failed', 'unknown'] as const

export const AnswerItemSchema = shape(
  {
    kind: Type.Literal('answer'),
    id: text(),
    at: time(),
    author,
    content: MessageContentSchema,
    files: list(MessageFileSchema),
    state: Type.Enum([...answerStates], {
      description:
        '`queued`: it is sent when it may, at the latest at `dueAt`. `failed`: nothing was sent. `unknown`: it may ' +
        'have been sent. Once it is `sent`, the thread has its messages instead.',
    }),
    dueAt: nullable(time()),
    error: nullable(RunErrorSchema),
  },
  { title: 'Answer' },
)
export type Answer = Static<typeof AnswerItemSchema>

export const ThreadItemSchema = Type.Union([MessageItemSchema, NoteItemSchema, ActItemSchema, AnswerItemSchema], {
  title: 'ThreadItem',
})
export type ThreadItem = Static<typeof ThreadItemSchema>
