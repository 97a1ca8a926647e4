import { type Static, Type } from 'typebox'
import { endpoint } from './endpoint.ts'
import { RunFileSchema } from './media.ts'
import { page, pageQuery } from './page.ts'
import { runStatuses } from './run-status.ts'
import { count, jsonObject, list, nullable, shape, text, time, version } from './shapes.ts'

export { isCaught, isFinal, type RunStatus, runStatuses } from './run-status.ts'

const exact = { additionalProperties: false } as const

export const RunErrorSchema = shape(
  {
    code: text(),
    message: text('What happened.'),
    help: Type.Optional(text('What to do.')),
    serviceCode: Type.Optional(text('The code that the outside service gave.')),
    nodeId: Type.Optional(count()),
  },
  { title: 'RunError', description: 'Why a step or a run did not go well.' },
)
export type RunErrorBody = Static<typeof RunErrorSchema>

export const StepWarningSchema = shape({ code: text(), message: text() })
export type StepWarning = Static<typeof StepWarningSchema>

export const StepAttemptSchema = shape(
  {
    startedAt: time(),
    durationMs: Type.Number(),
    code: text(),
    message: text(),
    waitMs: Type.Number({ description: 'Pause before the next try.' }),
  },
  { title: 'StepAttempt', description: 'A try of an action that failed and was followed by another one.' },
)
export type StepAttemptResource = Static<typeof StepAttemptSchema>

export const StepResourceSchema = shape(
  {
    seq: count('Place in the run, from 1 (the trigger).'),
    nodeId: count('Action ID.'),
    visit: count('How often this action had been reached in this run, from 1.'),
    type: text(),
    name: text("The action's name at the time."),
    exit: nullable(text()),
    inputs: jsonObject(),
    outputs: jsonObject(),
    variables: jsonObject({ description: 'Flow-wide variables that the step set.' }),
    warnings: list(StepWarningSchema),
    error: nullable(RunErrorSchema),
    startedAt: time(),
    durationMs: Type.Number(),
    attempts: Type.Optional(
      nullable(list(StepAttemptSchema), {
        description: 'Tries before the last one, oldest first; null or absent when there were none.',
      }),
    ),
  },
  { title: 'Step' },
)
export type StepResource = Static<typeof StepResourceSchema>

const runMembers = {
  id: text(),
  flowId: text(),
  flowName: text(),
  timeZone: Type.Optional(
    nullable(text(), {
      description:
        'IANA zone of the flow as it is now, in which the times of its runs are told; null when the flow is gone.',
    }),
  ),
  version: version(),
  test: nullable(shape({ flowId: text('Whose draft is tested.'), sends: Type.Enum(['simulator', 'real']) }), {
    description:
      'Set for a run that tests a draft, and for those that it has started; it counts in no figure. Its messages go to ' +
      'the phones of the simulator, or (`real`) to the contacts.',
  }),
  status: Type.Enum([...runStatuses]),
  trigger: shape({ nodeId: count(), type: text() }),
  contact: nullable(text()),
  contactShown: Type.Optional(nullable(text(), { description: 'The contact as people read it.' })),
  channel: nullable(text(), { description: 'Channel of `address`, such as `sms`.' }),
  address: nullable(text(), { description: 'Our address that was reached or is used.' }),
  addressShown: Type.Optional(nullable(text(), { description: 'That address as people read it.' })),
  waitingFor: nullable(text(), {
    description:
      'What it waits for: `time`, `reply`, `receipt`, `quiet-hours`, `retry`, `resume` (an event of a paused flow), ' +
      '`run` (runs that it has started) or `turn` (a place among the runs that one run has started).',
  }),
  waitingUntil: Type.Optional(nullable(time(), { description: 'When that wait ends by itself.' })),
  startedAt: time(),
  finishedAt: nullable(time()),
  error: nullable(RunErrorSchema),
  failedStep: nullable(shape({ nodeId: count(), name: text(), code: text() }), {
    description: 'The first step that took a failure exit, also of a run that succeeded.',
  }),
  warnings: count(),
  parent: Type.Optional(
    nullable(
      shape({
        runId: text(),
        flowName: Type.Optional(nullable(text())),
        nodeId: count(),
        item: count(),
        isAwaited: Type.Boolean(),
      }),
      {
        description:
          'The run and the action that have started this run, the name of their flow, its place among the runs of that ' +
          'visit (from 0), and whether they wait for it.',
      },
    ),
  ),
}

export const RunListItemSchema = shape(runMembers, { title: 'RunListItem' })
export type RunListItem = Static<typeof RunListItemSchema>

export const RunResourceSchema = shape(
  {
    ...runMembers,
    replayOf: Type.Optional(
      nullable(shape({ runId: text(), fromStep: count() }), {
        description: 'The run that this one repeats, and the step of it from which on.',
      }),
    ),
    input: jsonObject({ description: 'What the run was started with, secrets masked.' }),
    result: nullable(jsonObject()),
    startedRuns: Type.Optional(count('How many runs this one has started.')),
    steps: list(StepResourceSchema),
    files: Type.Optional(list(RunFileSchema, { description: 'Those that came with what started or continued it.' })),
  },
  { title: 'Run' },
)
export type RunResource = Static<typeof RunResourceSchema>

export const ReplayRequestSchema = Type.Object(
  {
    fromStep: Type.Optional(
      Type.Integer({
        minimum: 1,
        description: 'The `seq` of the step that is done again first; those before it are taken over. Default 1.',
      }),
    ),
    input: Type.Optional(
      Type.Record(Type.String(), Type.Unknown(), {
        description: 'Takes the place of these outputs of the trigger, such as `message` or `body`.',
      }),
    ),
  },
  exact,
)
export type ReplayRequest = Static<typeof ReplayRequestSchema>

export const RunsQuerySchema = Type.Object(
  {
    flowId: Type.Optional(Type.String({ format: 'uuid' })),
    status: Type.Optional(Type.Enum([...runStatuses])),
    caught: Type.Optional(
      Type.Enum(['true'], { description: 'Only runs that succeeded after a failure that On Failure caught.' }),
    ),
    contact: Type.Optional(Type.String({ maxLength: 64 })),
    test: Type.Optional(
      Type.Enum(['true', 'false'], {
        description: 'Only runs that test a draft, or only the others. Without it, all.',
      }),
    ),
    parentId: Type.Optional(
      Type.String({
        format: 'uuid',
        description: 'Runs that this run has started. Without it, items of For Each are left out.',
      }),
    ),
    from: Type.Optional(Type.String({ format: 'date-time' })),
    to: Type.Optional(Type.String({ format: 'date-time' })),
    q: Type.Optional(Type.String({ maxLength: 200 })),
    ...pageQuery,
  },
  exact,
)
export type RunsQuery = Static<typeof RunsQuerySchema>

export const runEndpoints = {
  list: endpoint({
    method: 'GET',
    path: '/api/runs',
    summary: 'Runs without their steps, newest first',
    query: RunsQuerySchema,
    description: 'With `q` the answer of a caller whose last searches are still under way is 429.',
    answer: page(RunListItemSchema),
    errors: ['TOO_MANY_REQUESTS'],
  }),
  get: endpoint({
    method: 'GET',
    path: '/api/runs/:id',
    summary: 'One run with its steps, secrets masked',
    answer: RunResourceSchema,
    errors: ['RUN_NOT_FOUND'],
  }),
  cancel: endpoint({
    method: 'POST',
    path: '/api/runs/:id/cancel',
    summary: 'End a run now or after the step under way',
    answer: RunResourceSchema,
    errors: ['RUN_NOT_FOUND', 'RUN_FINISHED'],
  }),
  replay: endpoint({
    method: 'POST',
    path: '/api/runs/:id/replay',
    summary: 'Do a run again, from the start or a step, with the same or an edited event',
    description:
      'Answers the new run, whose `replayOf` leads to this one. It runs on the live version where that has the ' +
      "trigger and the action, else on this run's version. A test is repeated as a test, on its draft.",
    body: ReplayRequestSchema,
    answer: RunResourceSchema,
    status: 202,
    errors: [
      'RUN_NOT_FOUND',
      'FLOW_NOT_FOUND',
      'VERSION_NOT_FOUND',
      'FLOW_NOT_LIVE',
      'INVALID_INPUT',
      'MISSING_INPUT',
      'SECRET_MISSING',
      'TOO_MANY_REQUESTS',
    ],
  }),
}
