import { type Static, Type } from 'typebox'
import { inputTypes } from '../calls/index.ts'
import { endpoint, nothing } from './endpoint.ts'
import { count, list, shape, text } from './shapes.ts'

const exact = { additionalProperties: false } as const

export const ColleagueSchema = shape(
  {
    session: text('Of the page.'),
    name: text(),
    isWriting: Type.Boolean({ description: 'An answer is begun.' }),
    isSelf: Type.Boolean({ description: 'Whether it is the caller, maybe in another page.' }),
  },
  { title: 'Colleague', description: 'Somebody who has the conversation open in one page.' },
)
export type Colleague = Static<typeof ColleagueSchema>

const HereSchema = Type.Object(
  {
    isWriting: Type.Boolean(),
    isHidden: Type.Optional(Type.Boolean({ description: 'It counts as here for 90 s then, instead of 20.' })),
  },
  exact,
)

export const ChannelTemplateSchema = shape(
  {
    name: text('As a message names it.'),
    title: text('As people call it.'),
    language: text(),
    text: text('With its gaps, such as `Hello {{1}}`; empty where the service does not tell.'),
    gaps: count(),
  },
  { title: 'ChannelTemplate', description: 'A message that the service has approved before.' },
)
export type ChannelTemplate = Static<typeof ChannelTemplateSchema>

export const StartableFlowSchema = shape(
  {
    flowId: text(),
    name: text(),
    inputs: list(
      shape({
        name: text(),
        type: Type.Enum([...inputTypes]),
        required: Type.Boolean(),
        default: text(),
        example: text(),
        description: text(),
      }),
      { description: 'What the flow expects besides the contact and our address.' },
    ),
  },
  { title: 'StartableFlow' },
)
export type StartableFlow = Static<typeof StartableFlowSchema>

const StartFlowSchema = Type.Object(
  {
    flowId: Type.String({ maxLength: 64 }),
    values: Type.Optional(
      Type.Record(Type.String({ maxLength: 100 }), Type.String({ maxLength: 2_000 }), {
        maxProperties: 50,
        description: 'What the flow expects, as texts.',
      }),
    ),
  },
  exact,
)
export type StartFlow = Static<typeof StartFlowSchema>

const errors = ['CONVERSATION_NOT_FOUND'] as const

/** What an answer may need, and what may be done beside it. */
export const conversationToolEndpoints = {
  enter: endpoint({
    method: 'PUT',
    path: '/api/conversations/:id/presence/:session',
    summary: 'Say that a page has the conversation open; again every few seconds. Answers who is here',
    body: HereSchema,
    answer: shape({ items: list(ColleagueSchema) }),
    errors: ['CONVERSATION_NOT_FOUND', 'NOT_FOUND'],
  }),
  leave: endpoint({
    method: 'DELETE',
    path: '/api/conversations/:id/presence/:session',
    summary: 'Say that a page has closed the conversation',
    answer: nothing,
    errors: ['CONVERSATION_NOT_FOUND', 'NOT_FOUND'],
  }),
  addresses: endpoint({
    method: 'GET',
    path: '/api/conversations/addresses',
    summary: 'Our addresses, to narrow the list by',
    answer: shape({
      items: list(shape({ channel: text(), address: text(), shown: text(), label: text('Empty: it has none.') })),
    }),
  }),
  templates: endpoint({
    method: 'GET',
    path: '/api/conversations/:id/templates',
    summary: 'The messages that the channel takes at any time',
    answer: shape({ items: list(ChannelTemplateSchema) }),
    errors: [
      'CONVERSATION_NOT_FOUND',
      'SECRET_MISSING',
      'TIMEOUT',
      'HOST_NOT_FOUND',
      'CONNECTION_FAILED',
      'EGRESS_REFUSED',
      'HTTP_STATUS',
      'TOKEN_REQUEST_FAILED',
      'RESPONSE_NOT_READABLE',
    ],
  }),
  flows: endpoint({
    method: 'GET',
    path: '/api/conversations/:id/flows',
    summary: 'The live flows that can be started with the contact: those with an Inbound API trigger',
    answer: shape({ items: list(StartableFlowSchema) }),
    errors,
  }),
  startFlow: endpoint({
    method: 'POST',
    path: '/api/conversations/:id/flows',
    summary: 'Start a flow with the contact',
    description:
      'The flow gets the contact as `$ANI` and our address as `$DNIS`. The conversation is handed back to flows, which ' +
      'are silent where people have it.',
    body: StartFlowSchema,
    answer: shape({ runId: text() }),
    status: 201,
    errors: [
      'CONVERSATION_NOT_FOUND',
      'CONVERSATION_CLOSED',
      'FLOW_NOT_FOUND',
      'FLOW_NOT_LIVE',
      'MISSING_INPUT',
      'WRONG_INPUT',
      'TOO_MANY_REQUESTS',
      'INVALID_INPUT',
    ],
  }),
}
