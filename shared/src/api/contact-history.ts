import { type Static, Type } from 'typebox'
import { PersonSchema } from './conversation-shapes.ts'
import { runStatuses } from './run-status.ts'
import { list, nullable, shape, text, time } from './shapes.ts'

export const contactHistoryKinds = ['conversations', 'runs', 'consent', 'changes'] as const
export type ContactHistoryKind = (typeof contactHistoryKinds)[number]

const value = nullable(Type.Union([Type.String(), Type.Number(), Type.Boolean()]))

const ConversationSchema = shape({
  kind: Type.Literal('conversation'),
  id: text(),
  at: time('Of its last message.'),
  channel: text(),
  address: text('Ours, as people read it.'),
  status: Type.Enum(['open', 'waiting', 'closed']),
  openedAt: time(),
  preview: text('The beginning of the last message.'),
  assignee: nullable(PersonSchema),
})

const RunSchema = shape({
  kind: Type.Literal('run'),
  id: text(),
  at: time(),
  flowId: text(),
  flowName: text(),
  status: Type.Enum([...runStatuses]),
})

const ConsentSchema = shape({
  kind: Type.Literal('consent'),
  id: text(),
  at: time(),
  channel: text(),
  shown: text('The address of the contact, as people read it.'),
  address: text('The address of ours that it is about. Empty: all of them.'),
  state: Type.Enum(['out', 'in']),
  source: text(),
  detail: text('The word that the contact sent, the name of the person or of the flow, or what the carrier said.'),
})

const ChangeSchema = shape({
  kind: Type.Literal('change'),
  id: text(),
  at: time(),
  what: Type.Enum(['created', 'changed', 'merged', 'imported', 'synchronized']),
  author: nullable(PersonSchema, { description: 'A person, or a flow as `flow:<id>`. Null: nobody did it.' }),
  fields: list(shape({ field: text(), from: value, to: value })),
  merged: nullable(text(), { description: 'Of `merged`: what the other contact was called.' }),
})

export const ContactHistoryItemSchema = Type.Union([ConversationSchema, RunSchema, ConsentSchema, ChangeSchema], {
  title: 'ContactHistoryItem',
})
export type ContactHistoryItem = Static<typeof ContactHistoryItemSchema>
