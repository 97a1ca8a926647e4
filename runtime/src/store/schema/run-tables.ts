import type { RunErrorBody, RunStatus, StepAttemptResource, StepWarning } from '@patchbay/shared/api'
import type { JsonObject } from '@patchbay/shared/json'
import type { Generated } from 'kysely'
import type { ParentLink, RunTest, StoredWait, Wake } from '../runs/run-records.ts'
import type { JsonColumn, Time } from './column-types.ts'

export interface RunTable {
  /** UUIDv7. Its time is when the run was accepted. */
  id: string
  flowId: string
  version: number
  epoch: number
  /** The process that executes the run. Null when no process does. */
  ownerId: string | null
  status: RunStatus
  triggerNodeId: number
  triggerType: string
  contact: string | null
  /** Channel of `address`. Runs of earlier versions have `sms` here even without an address. */
  channel: string | null
  address: string | null
  input: JsonColumn<JsonObject>
  /** The action that starts next: the stored intent. Null once the run has ended. */
  nextNodeId: number | null
  cancelRequested: Generated<boolean>
  /** What the run waits for, such as `time`, `reply` or `retry`. `resume` is an event of a paused flow. */
  waitingFor: string | null
  /** When the wait times out. Null when it does not. */
  dueAt: Time | null
  /** Counts the waits of the run, so that a wait is ended once, by the first event or time-out. */
  waitNo: Generated<number>
  wait: JsonColumn<StoredWait> | null
  wake: JsonColumn<Wake> | null
  failedStep: JsonColumn<FailedStep> | null
  warningCount: Generated<number>
  error: JsonColumn<RunErrorBody> | null
  result: JsonColumn<JsonObject> | null
  finishedAt: Time | null
  /** The run that this one repeats, and the step from which it does. */
  replayOf: string | null
  replayFrom: number | null
  /** The run that has started this one. */
  parentId: string | null
  parent: JsonColumn<ParentLink> | null
  /** Whether its Flow Exit has to be started once it has ended. False or null after that. */
  hasExit: boolean | null
  /** Set for a run that only tests a draft, and for those that it has started. */
  test: JsonColumn<RunTest> | null
}

/** The first step that took a failure exit. */
export interface FailedStep {
  readonly nodeId: number
  readonly name: string
  readonly code: string
}

export interface RunStepTable {
  runId: string
  seq: number
  epoch: number
  nodeId: number
  visit: number
  type: string
  name: string
  exit: string | null
  inputs: JsonColumn<JsonObject>
  outputs: JsonColumn<JsonObject>
  variables: JsonColumn<JsonObject>
  warnings: JsonColumn<readonly StepWarning[]>
  error: JsonColumn<RunErrorBody> | null
  startedAt: Time
  durationMs: number
  /** Tries before the last one. Null when there were none. */
  attempts: JsonColumn<readonly StepAttemptResource[]> | null
}

/** Runs by flow and quarter of an hour, updated by the run writer so that no list has to count a history. */
export interface RunCountTable {
  flowId: string
  startedQuarter: Time
  /** Each process has rows of its own, so that no two processes wait for each other. */
  processId: string
  total: number
  failed: number
}

export interface DedupeKeyTable {
  flowId: string
  credential: string
  key: string
  bodyHash: string
  runId: string
  expiresAt: Time
}
