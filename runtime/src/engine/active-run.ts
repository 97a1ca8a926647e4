import type { Address, RunErrorBody, RunStatus } from '@patchbay/shared/api'
import type { JsonObject } from '@patchbay/shared/json'
import type { CallerAnswer } from '../kit/caller-answer.ts'
import type { Parent, RunTest, StoredWait, Wake } from '../store/runs/run-records.ts'
import type { Plan } from './plan.ts'
import type { Scope } from './scope.ts'

/** A run that this process owns and executes. Only the engine changes it. */
export interface ActiveRun {
  readonly id: string
  readonly plan: Plan
  readonly epoch: number
  readonly contact: string | null
  /** The credential of the event, such as `user:<id>`. */
  readonly startedBy: string | null
  /** The run that has started this one. */
  readonly parent: Parent | null
  /** Set for a run that tests a draft. */
  readonly test: RunTest | null
  /** The trigger, or the action whose exit the run began with. */
  readonly startNodeId: number
  /** Ours, at which it started. */
  readonly address: Address | null
  readonly scope: Scope
  /** How often each node was reached. */
  readonly visits: Map<number, number>
  /** Ends outside calls when the process has to stop. */
  readonly abort: AbortController
  /** Number of the last stored step. */
  seq: number
  nextNodeId: number | null
  /** What the next action has done so far: outputs of its last visit, which has ended with `ONCE_MORE`. */
  part: JsonObject | undefined
  /** When its first action began; null until then. */
  beganAt: Date | null
  /** The step that was waiting when this process claimed the run; the next visit continues it. */
  pending: PendingStep | null
  /** The next node may have begun before a crash: its repeat policy decides. */
  mayHaveStarted: boolean
  /** Stored as queued. A `begin` record is written before its next action. */
  isQueued: boolean
  isCancelled: boolean
  /** Runs that it waited for may still be open: they end before its next action. */
  mayHaveOpenChildren: boolean
  /** The run before it in its conversation, which another process works on. */
  previousRunId: string | undefined
  /** The caller holds its request open until then; null when it does not wait. */
  readonly callerUntil: Date | null
  /** What the caller was answered. */
  answer: CallerAnswer | null
}

/** A step in the middle of a wait. Without `wake`, the wait was stored and its message may have been sent. */
export interface PendingStep {
  readonly wait: StoredWait
  readonly wake: Wake | null
}

/** How a run ended or what it answered, for callers that wait for it. */
export interface RunOutcome {
  readonly runId: string
  readonly status: RunStatus
  readonly result: JsonObject | null
  readonly error: RunErrorBody | null
  /** Set when an action has answered the caller. The run may go on. */
  readonly answer?: CallerAnswer
}
