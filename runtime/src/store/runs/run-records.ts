import type { Address, RunErrorBody, RunStatus, StepAttemptResource, StepResource } from '@patchbay/shared/api'
import type { JsonObject } from '@patchbay/shared/json'
import type { ChildTurns } from '../../kit/child-runs.ts'
import type { MessageRecord } from '../messages/message-records.ts'

/** One visit of one action, as it is stored: what the API shows of it, with its secrets still sealed. */
export interface StepRow extends Omit<StepResource, 'startedAt'> {
  readonly startedAt: Date
}

/** How a run ended. The first stored end wins. */
export interface RunEnd {
  readonly status: 'succeeded' | 'failed' | 'cancelled'
  readonly error: RunErrorBody | null
  readonly result: JsonObject | null
  readonly finishedAt: Date
}

export interface DedupeClaim {
  /** Id of the credential. The same key of another credential is a different key. */
  readonly credential: string
  readonly key: string
  readonly bodyHash: string
  readonly expiresAt: Date
}

export interface AcceptRecord {
  /** From `uuidv7()`: its time is when the run was accepted and decides in which partition it is stored. */
  readonly runId: string
  readonly flowId: string
  readonly version: number
  readonly status: 'queued' | 'running'
  readonly triggerNodeId: number
  readonly triggerType: string
  readonly contact: string | null
  readonly address: Address | null
  readonly input: JsonObject
  readonly dedupe?: DedupeClaim
  /** The trigger's own step, stored with the run. */
  readonly step: StepRow
  /** Steps copied from the run that this one repeats. */
  readonly copiedSteps?: readonly StepRow[]
  /** Results of actions that the run went ahead with, stored with it. */
  readonly doneSteps?: readonly StepRow[]
  readonly nextNodeId: number | null
  /** Set for a run that ends with its trigger. Overrides `status`. */
  readonly final?: RunEnd
  /**
   * The run waits without an owner: for its flow to be resumed, at the latest until `until`, or (`turn`) for the run
   * that has started it to wait for it.
   */
  readonly held?: { readonly until: Date | null; readonly for?: typeof TURN }
  readonly replay?: ReplayOrigin
  /** Set for a run that another run has started. It is not counted among the runs of its flow. */
  readonly parent?: Parent
  /** Something has to be started once it has ended. */
  readonly hasExit?: boolean
  /** Set for a run that tests a draft. It is not counted among the runs of its flow. */
  readonly test?: RunTest
  /** The message that starts the run, stored with it. When it was stored before, nothing is stored. */
  readonly message?: MessageRecord
}

/** `waitingFor` of a run that starts once the run that has started it waits, and a place among its siblings is free. */
export const TURN = 'turn'
/** `triggerType` of a run over one exit of an action: it has no trigger, and goes on in the version of its parent. */
export const ITEM = 'item'
/** `waitingFor` of a run that waits for runs that it has started. */
export const CHILDREN = 'run'

/** Which visit of which action of a run has started another run. */
export interface ParentLink {
  readonly nodeId: number
  readonly visit: number
  /** The place among the runs of this visit, from 0. */
  readonly item: number
  /** Whether the run waits for this one, which then ends with it. */
  readonly isAwaited: boolean
  /** Actions that were visited before this run in the runs that lead to it. They count towards its most steps. */
  readonly steps: number
  /** How many lists this run is an item within: that of its parent, those of its parent's parents. Absent: none. */
  readonly lists?: number
}

export interface Parent extends ParentLink {
  readonly runId: string
}

/** What a run tests. The runs that it starts take it over, also those of other flows. */
export interface RunTest {
  readonly flowId: string
  /** Whom its messages go to: the phones of the simulator, whatever their channel, or the contacts themselves. */
  readonly sends: 'simulator' | 'real'
}

export interface ReplayOrigin {
  readonly runId: string
  /** The step of that run from which it is repeated, counted from 1. */
  readonly fromStep: number
}

/** What a waiting step needs to continue, stored with the run. */
export interface StoredWait {
  /** `action`: the action asked to wait. `retry`: the action failed and will be tried again. */
  readonly kind: 'action' | 'retry'
  /** When the step began, ISO 8601. */
  readonly startedAt: string
  readonly attempts: readonly StepAttemptResource[]
  /** State of the action, returned to it after the wait. Sealed. */
  readonly state: JsonObject
  /** The values of `$contact` and `$conversation` that the step uses, by group. Sealed. */
  readonly people?: JsonObject
  /** Set for a wait for runs that this one has started. */
  readonly turns?: ChildTurns
}

/** What ended a wait: its time, or an event. */
export type Wake = { readonly reason: 'due' } | { readonly reason: 'event'; readonly event: JsonObject }

/** A step that begins to wait. */
export interface ParkRecord {
  readonly runId: string
  readonly epoch: number
  readonly waitingFor: string
  /** When the wait times out. */
  readonly until: Date
  readonly wait: StoredWait
  /**
   * - `park`: the run waits, and no process executes it.
   * - `announce`: the run can be woken from now on, while its owner still sends the request whose answer it waits for.
   * - `settle`: the request has been sent, and the run waits now.
   */
  readonly phase: 'park' | 'announce' | 'settle'
  /** What ends the wait before its time is found by this key (`wait-keys.ts`). */
  readonly key?: string
  /** Messages that the step has sent. They are stored even if the run has another owner by now. */
  readonly messages?: readonly MessageRecord[]
}

export interface StepRecord {
  readonly runId: string
  /** 1 for a run that this process accepted, else the epoch that `takeOver` returned. */
  readonly epoch: number
  readonly step: StepRow
  /** The action that starts next. Null together with `end`. */
  readonly nextNodeId: number | null
  /**
   * `queued` releases the run when the process stops. It guarantees that the next action has not begun, which `running`
   * does not. Default: unchanged.
   */
  readonly status?: 'queued'
  readonly end?: RunEnd
  /** Messages that the step has sent. They are stored even if the run has another owner by now. */
  readonly messages?: readonly MessageRecord[]
}

/** Marks that a queued run starts its next action. Stored before the action begins. */
export interface BeginRecord {
  readonly runId: string
  readonly epoch: number
}

export interface EndRecord {
  readonly runId: string
  readonly epoch: number
  readonly end: RunEnd
}

/** Held events that were claimed. */
export interface ReleasedRuns {
  readonly runs: readonly OpenRun[]
  /** When the next ones may start, if some are left that have to wait. */
  readonly nextAt: Date | null
}

/** An unfinished run with all that is needed to continue it after its last stored step. */
export interface OpenRun {
  readonly id: string
  readonly flowId: string
  readonly version: number
  readonly epoch: number
  readonly status: RunStatus
  readonly input: JsonObject
  readonly trigger: { readonly nodeId: number; readonly type: string }
  readonly contact: string | null
  readonly address: Address | null
  /** When it was accepted. */
  readonly startedAt: Date
  readonly nextNodeId: number | null
  readonly cancelRequested: boolean
  /** The step that waits or has just been woken. */
  readonly wait: StoredWait | null
  /** What ended the wait. Null while `wait` is set: the wait was announced, and its owner was about to send. */
  readonly wake: Wake | null
  readonly parent: Parent | null
  readonly test: RunTest | null
  readonly steps: readonly StepRow[]
}

/** A run and the epoch in which a process owns it. Each later owner has a higher epoch. */
export interface OwnRun {
  readonly id: string
  readonly epoch: number
}

export interface EndedRun {
  readonly id: string
  readonly flowId: string
  readonly version: number
  readonly contact: string | null
  readonly parent?: Parent | null
  readonly isTest?: boolean
  readonly end: RunEnd
}

/** What has to be done now for the runs that a run has started and waits for. */
export interface ChildrenAdvance {
  /** Runs that begin or go on: children whose turn it is, or the parent, claimed for this process. */
  readonly claimed: readonly OpenRun[]
  /** Children that have to be cancelled: their parent is over, or one of them has failed. */
  readonly toCancel: readonly string[]
}
