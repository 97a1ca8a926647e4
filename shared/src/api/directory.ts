import { type Static, Type } from 'typebox'
import { endpoint } from './endpoint.ts'
import { count, dictionary, list, nullable, shape, text, time } from './shapes.ts'

export const SynchronizationSchema = shape(
  {
    subject: Type.Enum(['contacts', 'agents']),
    isOn: Type.Boolean(),
    state: Type.Enum(['off', 'waiting', 'under_way']),
    dueAt: nullable(time(), {
      description: 'When the next one begins, or the next page of the one under way is asked for.',
    }),
    startedAt: nullable(time(), { description: 'Of the one under way, or else of the last one.' }),
    endedAt: nullable(time(), { description: 'Of the last one that has ended.' }),
    outcome: nullable(Type.Enum(['done', 'failed']), { description: 'Of the last one that has ended.' }),
    message: text('What is in the way, as a sentence. Empty: nothing.'),
    isWhole: Type.Boolean({
      description: 'It asks for everybody, and not only for what has changed since the last one.',
    }),
    pages: count(),
    counts: dictionary(count(), { description: 'People by what became of them, such as `added` and `unchanged`.' }),
    problems: list(
      shape({
        id: Type.Optional(text('What the service calls the person.')),
        path: text('The place in the answer of the service; empty where it is none.'),
        message: text(),
      }),
      { description: 'Of the one under way, or else of the last one: the first 100.' },
    ),
  },
  { title: 'Synchronization', description: 'How the people of an outside service are copied.' },
)
export type Synchronization = Static<typeof SynchronizationSchema>
export type SyncSubjectName = Synchronization['subject']

const exact = { additionalProperties: false } as const
const SwitchSchema = Type.Object({ isOn: Type.Boolean() }, exact)
const StartSchema = Type.Object(
  {
    isWhole: Type.Optional(
      Type.Boolean({ description: 'Asks for everybody, and begins anew where one is under way. Default: false.' }),
    ),
  },
  exact,
)

export const directoryEndpoints = {
  list: endpoint({
    method: 'GET',
    path: '/api/accounts/:id/synchronizations',
    summary: 'Synchronizations that the service of the account offers, and how they stand',
    answer: shape({ items: list(SynchronizationSchema) }),
    errors: ['ACCOUNT_NOT_FOUND'],
  }),
  switch: endpoint({
    method: 'PUT',
    path: '/api/accounts/:id/synchronizations/:subject',
    summary: 'Switch a synchronization on or off',
    description: 'Switched on, the first one begins at once. What was copied stays when it is switched off.',
    body: SwitchSchema,
    answer: SynchronizationSchema,
    errors: ['ACCOUNT_NOT_FOUND', 'NOT_FOUND'],
  }),
  start: endpoint({
    method: 'POST',
    path: '/api/accounts/:id/synchronizations/:subject/start',
    summary: 'Synchronize Now',
    description: 'One that is under way goes on, and at once where it waits to try again.',
    body: StartSchema,
    answer: SynchronizationSchema,
    errors: ['ACCOUNT_NOT_FOUND', 'NOT_FOUND', 'SYNCHRONIZATION_OFF'],
  }),
}
