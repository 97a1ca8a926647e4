import { type Static, Type } from 'typebox'
import { endpoint, raw } from './endpoint.ts'
import { count, nullable, shape, time } from './shapes.ts'

const exact = { additionalProperties: false } as const

const range = {
  from: Type.Optional(Type.String({ format: 'date-time', description: 'Accepted at this time or later.' })),
  to: Type.Optional(Type.String({ format: 'date-time', description: 'Accepted before this time.' })),
  first: Type.Optional(Type.String({ format: 'uuid', description: 'The run with this id, and later ones.' })),
  last: Type.Optional(Type.String({ format: 'uuid', description: 'The run with this id, and earlier ones.' })),
}

const DeadLetterRangeSchema = Type.Object(range, exact)
/** Which of the dead letters of a flow are meant. Empty: all. */
export type DeadLetterRangeQuery = Static<typeof DeadLetterRangeSchema>

const DeadLettersSchema = shape(
  {
    count: count(),
    firstAt: nullable(time(), { description: 'When the oldest was accepted; null when there is none.' }),
    lastAt: nullable(time(), { description: 'When the newest was accepted; null when there is none.' }),
  },
  { title: 'DeadLetters' },
)
export type DeadLetters = Static<typeof DeadLettersSchema>

const ReplayedSchema = shape(
  {
    started: count('New runs.'),
    refused: count('Those that cannot be done again, such as when the version of the flow is gone.'),
    left: count('Not done yet, because the queue is full or the call took too long. Call again to go on with them.'),
  },
  { title: 'ReplayedDeadLetters' },
)
export type ReplayedDeadLetters = Static<typeof ReplayedSchema>

/** Events of a paused flow that nobody let start in time and nobody has done again. */
export const deadLetterEndpoints = {
  get: endpoint({
    method: 'GET',
    path: '/api/flows/:id/dead-letters',
    summary: 'How many events of the flow were held too long and have not been done again',
    answer: DeadLettersSchema,
    errors: ['FLOW_NOT_FOUND'],
  }),
  replay: endpoint({
    method: 'POST',
    path: '/api/flows/:id/dead-letters/replay',
    summary: 'Do all of them again, or those of a range, in the order in which they came',
    description: 'As `POST /api/runs/:id/replay` of each. One that has a new run is no dead letter any more.',
    body: DeadLetterRangeSchema,
    answer: ReplayedSchema,
    status: 202,
    errors: ['FLOW_NOT_FOUND', 'INVALID_INPUT'],
  }),
  export: endpoint({
    method: 'GET',
    path: '/api/flows/:id/dead-letters/export',
    summary: 'All of them, or those of a range, as JSON lines with the request as it came, oldest first',
    description: 'Credentials are not in it: they are never stored with an event.',
    query: DeadLetterRangeSchema,
    answer: raw('application/x-ndjson'),
    errors: ['FLOW_NOT_FOUND', 'INVALID_INPUT'],
  }),
}
