import { type Static, Type } from 'typebox'
import { endpoint, raw } from './endpoint.ts'
import { runStatuses } from './run-status.ts'
import { count, nullable, shape, text, time, version } from './shapes.ts'

const of = <const Name extends string>(name: Name) => Type.Literal(name)

const isTest = Type.Optional(Type.Literal(true, { description: 'The run tests a draft.' }))

/** Server-sent events of `GET /api/events`, by name; `data` is the JSON of these. */
export const LiveEventSchema = Type.Union(
  [
    shape({
      type: of('run'),
      runId: text(),
      flowId: text(),
      version: version(),
      status: Type.Enum([...runStatuses]),
      contact: nullable(text()),
      at: time(),
      isTest,
    }),
    shape({ type: of('step-started'), runId: text(), flowId: text(), nodeId: count(), seq: count(), at: time() }),
    shape({
      type: of('step'),
      runId: text(),
      flowId: text(),
      nodeId: count(),
      seq: count(),
      exit: nullable(text()),
      errorCode: nullable(text()),
      durationMs: Type.Number(),
      at: time(),
      answered: Type.Optional(Type.Literal(true, { description: 'The step answered the caller of the run.' })),
      isTest,
    }),
    shape({ type: of('flow'), flowId: text(), revision: count(), at: time() }),
    shape(
      { type: of('presence'), flowId: text(), at: time() },
      { description: 'Somebody opened or left the flow, or has unsaved changes now.' },
    ),
    shape(
      { type: of('catalog'), revision: text(), at: time() },
      { description: 'Actions were added, changed or taken away.' },
    ),
    shape({ type: of('conversation'), conversationId: text(), at: time() }),
    shape(
      { type: of('conversation-presence'), conversationId: text(), at: time() },
      { description: 'Somebody opened or left the conversation, or has begun or ended to write an answer.' },
    ),
    shape({ type: of('message'), channel: text(), address: text(), contact: text(), at: time() }),
  ],
  { title: 'LiveEvent' },
)
export type LiveEvent = Static<typeof LiveEventSchema>

export const eventEndpoints = {
  events: endpoint({
    method: 'GET',
    path: '/api/events',
    summary: 'Run, step, flow and message events as they happen (server-sent events)',
    answer: raw('text/event-stream', LiveEventSchema),
    errors: ['TOO_MANY_REQUESTS'],
  }),
}
