import { type Static, Type } from 'typebox'
import type { JsonObject } from '../json/json.ts'
import { type RunStatus, runStatuses } from './run-status.ts'

export { isFinal, type RunStatus, runStatuses } from './run-status.ts'

/** Why a step or a run did not go well. `message` says what happened, `help` what to do. */
export interface RunErrorBody {
  readonly code: string
  readonly message: string
  readonly help?: string
  readonly nodeId?: number
}

export interface StepWarning {
  readonly code: string
  readonly message: string
}

export interface StepResource {
  readonly seq: number
  readonly nodeId: number
  /** How often this action had been reached in this run, from 1. */
  readonly visit: number
  readonly type: string
  /** The action's name at the time. */
  readonly name: string
  readonly exit: string | null
  readonly inputs: JsonObject
  readonly outputs: JsonObject
  /** Flow-wide variables that the step set. */
  readonly variables: JsonObject
  readonly warnings: readonly StepWarning[]
  readonly error: RunErrorBody | null
  readonly startedAt: string
  readonly durationMs: number
  /** Tries before the last one, oldest first; absent when there were none. */
  readonly attempts?: readonly StepAttemptResource[] | null
}

/** A try of an action that failed and was followed by another one. */
export interface StepAttemptResource {
  readonly startedAt: string
  readonly durationMs: number
  readonly code: string
  readonly message: string
  /** Pause before the next try. */
  readonly waitMs: number
}

export interface RunListItem {
  readonly id: string
  readonly flowId: string
  readonly flowName: string
  /** IANA zone of the flow as it is now, in which the times of its runs are told; null when the flow is gone. */
  readonly timeZone?: string | null
  readonly version: number
  readonly status: RunStatus
  readonly trigger: { readonly nodeId: number; readonly type: string }
  readonly contact: string | null
  /** Channel of `address`, such as `sms`. */
  readonly channel: string | null
  /** Our address that was reached or is used. */
  readonly address: string | null
  /** What it waits for: `time`, `reply`, `retry`, or `resume` (an event of a paused flow). */
  readonly waitingFor: string | null
  /** When that wait ends by itself. */
  readonly waitingUntil?: string | null
  readonly startedAt: string
  readonly finishedAt: string | null
  readonly error: RunErrorBody | null
  /** The first step that took a failure exit, also of a run that succeeded. */
  readonly failedStep: { readonly nodeId: number; readonly name: string; readonly code: string } | null
  readonly warnings: number
}

export interface RunResource extends RunListItem {
  /** The run that this one repeats, and the step of it from which on. */
  readonly replayOf?: { readonly runId: string; readonly fromStep: number } | null
  /** What the run was started with, secrets masked. */
  readonly input: JsonObject
  readonly result: JsonObject | null
  readonly steps: readonly StepResource[]
}

export const ReplayRequestSchema = Type.Object(
  {
    /** The step that is done again first, by its number; the steps before it are taken over. Default 1. */
    fromStep: Type.Optional(Type.Integer({ minimum: 1 })),
    /** Takes the place of these outputs of the trigger, such as `message` or `body`. */
    input: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
  },
  { additionalProperties: false },
)
export type ReplayRequest = Static<typeof ReplayRequestSchema>

export const RunsQuerySchema = Type.Object(
  {
    flowId: Type.Optional(Type.String({ format: 'uuid' })),
    status: Type.Optional(Type.Enum([...runStatuses])),
    contact: Type.Optional(Type.String({ maxLength: 64 })),
    from: Type.Optional(Type.String({ format: 'date-time' })),
    to: Type.Optional(Type.String({ format: 'date-time' })),
    q: Type.Optional(Type.String({ maxLength: 200 })),
    limit: Type.Optional(Type.String({ pattern: '^[0-9]{1,4}$' })),
    after: Type.Optional(Type.String({ maxLength: 500 })),
  },
  { additionalProperties: false },
)
export type RunsQuery = Static<typeof RunsQuerySchema>

/** Server-sent events of `GET /api/events`, by name; `data` is the JSON of these. */
export type LiveEvent =
  | {
      readonly type: 'run'
      readonly runId: string
      readonly flowId: string
      readonly version: number
      readonly status: RunStatus
      readonly contact: string | null
      readonly at: string
    }
  | {
      readonly type: 'step-started'
      readonly runId: string
      readonly flowId: string
      readonly nodeId: number
      readonly seq: number
      readonly at: string
    }
  | {
      readonly type: 'step'
      readonly runId: string
      readonly flowId: string
      readonly nodeId: number
      readonly seq: number
      readonly exit: string | null
      readonly errorCode: string | null
      readonly durationMs: number
      readonly at: string
    }
  | { readonly type: 'flow'; readonly flowId: string; readonly revision: number; readonly at: string }
  /** Somebody opened or left the flow, or has unsaved changes now. */
  | { readonly type: 'presence'; readonly flowId: string; readonly at: string }
  | { readonly type: 'message'; readonly address: string; readonly contact: string; readonly at: string }
