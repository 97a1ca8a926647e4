import { type Static, Type } from 'typebox'
import type { Json } from '../json/index.ts'
import { endpoint } from './endpoint.ts'
import { page } from './page.ts'
import { count, jsonObject, nullable, shape, text, time } from './shapes.ts'

const exact = { additionalProperties: false } as const

const requestVerdicts = ['started', 'repeated', 'answered', 'ignored', 'refused'] as const

const TriggerRequestSchema = shape(
  {
    id: text('Unlike that of any other in the list.'),
    at: time(),
    nodeId: count('The trigger.'),
    method: text(),
    client: text("The caller's address."),
    verdict: Type.Enum([...requestVerdicts]),
    status: count('What it was answered.'),
    detail: text('Why it was refused, the service that asked for an answer, or the event that was left alone.'),
    runId: nullable(text()),
  },
  { title: 'TriggerRequest' },
)
export type TriggerRequestItem = Static<typeof TriggerRequestSchema>

const SampleRequestSchema = shape({
  at: time(),
  method: text(),
  body: Type.Unsafe<Json>(Type.Unknown({ description: 'The body as data, long texts and lists cut.' })),
})
/** A real request to a trigger. */
export type SampleRequest = Static<typeof SampleRequestSchema>

const SampleStateSchema = shape({
  until: nullable(time(), { description: 'A request is waited for until then. Null: none is.' }),
  sample: nullable(SampleRequestSchema, { description: 'The request that came.' }),
})
export type SampleState = Static<typeof SampleStateSchema>

const texts = (description: string) => Type.Record(Type.String(), Type.String({ maxLength: 10_000 }), { description })

const TestRequestSchema = Type.Object(
  {
    version: Type.Enum(['draft', 'live'], {
      description: 'The draft as it was saved last, or what is live. Runs of the draft are marked as tests.',
    }),
    sends: Type.Optional(
      Type.Enum(['simulator', 'real'], {
        description:
          'Where the messages of a draft go: to the phones of the simulator (default), or to the contacts. What is live ' +
          'always writes to the contacts.',
      }),
    ),
    nodeId: Type.Optional(
      Type.Integer({ minimum: 1, description: 'The trigger. Default: the first that needs no message.' }),
    ),
    body: Type.Optional(jsonObject({ description: 'For Inbound API: as another system sends it. Default: empty.' })),
    request: Type.Optional(
      Type.Object(
        {
          method: Type.Optional(Type.String({ maxLength: 10, description: 'Default: the first that it accepts.' })),
          headers: Type.Optional(texts('No credential is needed.')),
          query: Type.Optional(texts('Default: none.')),
          body: Type.Optional(Type.String({ maxLength: 1_000_000, description: 'As it is sent. Default: empty.' })),
        },
        { ...exact, description: 'For Webhook: the request.' },
      ),
    ),
  },
  exact,
)
export type TestRequest = Readonly<Static<typeof TestRequestSchema>>

const TestCallAnswerSchema = shape(
  {
    runId: text(),
    status: count('What another system would have been answered.'),
    answer: nullable(shape({ contentType: text(), body: text() }), {
      description: 'What the flow has answered. Null: 202, the run goes on by itself.',
    }),
  },
  { title: 'TestCallAnswer' },
)
export type TestCallAnswer = Static<typeof TestCallAnswerSchema>

const nodeParam = Type.Object(
  {
    nodeId: Type.String({
      pattern: '^[0-9]{1,9}$',
      'x-pattern-text': 'the number of an action',
      description: 'The trigger.',
    }),
  },
  exact,
)

/** How people try a flow, and what came to its triggers. */
export const flowTestEndpoints = {
  test: endpoint({
    method: 'POST',
    path: '/api/flows/:id/test',
    summary: 'Start the draft, or what is live, by Inbound API, Webhook or Schedule, as a person who may edit the flow',
    description:
      'What is sent is checked and answered as that of another system, without its credential. A draft with problems that ' +
      'stop a deploy is refused; `problems` of the error answer names them.',
    body: TestRequestSchema,
    answer: TestCallAnswerSchema,
    errors: [
      'FLOW_NOT_FOUND',
      'FLOW_NOT_LIVE',
      'NOT_DEPLOYABLE',
      'PATH_IN_USE',
      'SECRET_MISSING',
      'MISSING_INPUT',
      'WRONG_INPUT',
      'INVALID_INPUT',
      'TOO_MANY_REQUESTS',
    ],
  }),
  listen: endpoint({
    method: 'POST',
    path: '/api/flows/:id/listen',
    summary: 'Wait a few minutes for a real request to a trigger of the draft, also before the first deploy',
    description: 'The request has to bring the credential that the flow demands. It starts what is live, as always.',
    query: nodeParam,
    answer: SampleStateSchema,
    errors: ['FLOW_NOT_FOUND', 'NOT_FOUND', 'SECRET_MISSING', 'TOO_MANY_REQUESTS'],
  }),
  sample: endpoint({
    method: 'GET',
    path: '/api/flows/:id/sample',
    summary: 'The request that a trigger was listened for',
    query: nodeParam,
    answer: SampleStateSchema,
  }),
  requests: endpoint({
    method: 'GET',
    path: '/api/flows/:id/requests',
    summary:
      'The last 100 requests to each trigger of the flow that is called by HTTP, newest first, and what became of them',
    description: 'Those that reached the process that answers, since it started.',
    answer: page(TriggerRequestSchema),
  }),
}
