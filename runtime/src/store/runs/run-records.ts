import type { Address, RunErrorBody, RunStatus, StepAttemptResource, StepResource } from '@patchbay/shared/api'
import type { JsonObject } from '@patchbay/shared/json'

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
  /** Who called; the same key of another credential is another key. */
  readonly credential: string
  readonly key: string
  readonly bodyHash: string
  readonly expiresAt: Date
}

export interface AcceptRecord {
  /** From `uuidv7()`: its time is when the run was accepted and decides where it is stored. */
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
  /** Steps taken over from the run that this one repeats. */
  readonly copiedSteps?: readonly StepRow[]
  readonly nextNodeId: number | null
  /** For a run that ends with its trigger; overrides `status`. */
  readonly final?: RunEnd
  /** An event of a paused flow: the run waits, with nobody working on it, until `until` at the latest. */
  readonly held?: { readonly until: Date | null }
  readonly replay?: ReplayOrigin
}

export interface ReplayOrigin {
  readonly runId: string
  /** The step of it from which on it is repeated, from 1. */
  readonly fromStep: number
}

/** What a step that waits needs to go on, kept with the run. */
export interface StoredWait {
  /** `action`: the action asked to wait. `retry`: it failed and is tried again. */
  readonly kind: 'action' | 'retry'
  /** When the step began, ISO 8601. */
  readonly startedAt: string
  readonly attempts: readonly StepAttemptResource[]
  /** What the action wants back, sealed. */
  readonly state: JsonObject
}

/** What ended a wait: its time, or something that happened. */
export type Wake = { readonly reason: 'due' } | { readonly reason: 'event'; readonly event: JsonObject }

/** A step begins to wait. */
export interface ParkRecord {
  readonly runId: string
  readonly epoch: number
  readonly waitingFor: string
  /** When the wait ends by itself. */
  readonly until: Date
  readonly wait: StoredWait
  /**
   * `park`: the run waits, and nobody works on it. `announce`: it can be woken from now on, while its owner
   * still sends what is waited for. `settle`: that has been sent; the run waits now.
   */
  readonly phase: 'park' | 'announce' | 'settle'
}

export interface AcceptOutcome {
  /** The stored run: the winner's when the key was taken already. */
  readonly runId: string
  readonly duplicate: boolean
  /** The key was taken with another body. */
  readonly conflict?: boolean
}

export interface StepRecord {
  readonly runId: string
  /** 1 for a run this process accepted, else what `takeOver` answered. */
  readonly epoch: number
  readonly step: StepRow
  /** The action that starts next; null with `end`. */
  readonly nextNodeId: number | null
  /**
   * `queued` gives the run back at a stop: its next action has certainly not begun, which `running` never says.
   * Default: as it is.
   */
  readonly status?: 'queued'
  readonly end?: RunEnd
}

/** Says that a queued run starts its next action now; stored before the action begins. */
export interface BeginRecord {
  readonly runId: string
  readonly epoch: number
}

export interface EndRecord {
  readonly runId: string
  readonly epoch: number
  readonly end: RunEnd
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
  /** What ended the wait; null with `wait`: it was announced, and its owner was about to send. */
  readonly wake: Wake | null
  readonly steps: readonly StepRow[]
}

/** A run as one of its owners has it: a later owner's epoch is higher. */
export interface OwnRun {
  readonly id: string
  readonly epoch: number
}

export interface EndedRun {
  readonly id: string
  readonly flowId: string
  readonly version: number
  readonly contact: string | null
  readonly end: RunEnd
}

export type CancelOutcome = 'cancelled' | 'running' | 'final' | 'missing'

/**
 * The only writer of runs. All records of a process pass through it and are stored in groups: a promise
 * resolves after the commit that holds its record. At most one record per run is under way at a time.
 *
 * Rejects with NOT_STORABLE when this one record cannot be stored and with STORE_UNAVAILABLE when the
 * database stayed out of reach; then nobody knows whether it was stored.
 */
export interface RunWriter {
  accept(record: AcceptRecord): Promise<AcceptOutcome>
  /** Queued becomes running. False: as for `step`. */
  begin(record: BeginRecord): Promise<boolean>
  /** False: another process took the run over, or it has ended. The caller drops the run. */
  step(record: StepRecord): Promise<boolean>
  /** False: as for `step`. */
  end(record: EndRecord): Promise<boolean>
  /** The step waits. False: as for `step`. */
  park(record: ParkRecord): Promise<boolean>
  /**
   * Queued, waiting and ownerless runs end at once (`cancelled`); a running one is marked and its owner ends
   * it after the step in flight (`running`).
   */
  cancel(runId: string): Promise<CancelOutcome>
  /**
   * Takes the next batch of unfinished runs whose owner is not alive, oldest first, with a new epoch, for
   * `processId`. Call again until it answers an empty list. With `onlyOwnerless` those of processes that have
   * fallen silent are left alone.
   */
  takeOver(
    processId: string,
    options?: { readonly limit?: number; readonly onlyOwnerless?: boolean },
  ): Promise<readonly OpenRun[]>
  /** Unfinished runs that the database says are this process's. */
  own(): Promise<readonly OwnRun[]>
  /** Takes those of this process's runs again that still have these epochs. */
  reclaim(runs: readonly OwnRun[]): Promise<readonly OpenRun[]>
  /** Runs that wait for a free place on whatever node, counted up to this many. */
  countQueued(most: number): Promise<number>
  /** Ends the waits whose time has come, the longest due first, and takes their runs for this process. */
  wakeDue(limit: number): Promise<readonly OpenRun[]>
  /** Ends this wait, unless it has ended already, and takes the run. */
  wake(waiting: {
    readonly runId: string
    readonly waitNo: number
    readonly event: JsonObject
  }): Promise<OpenRun | undefined>
  /** Takes the oldest held events of a flow, in order of acceptance. */
  releaseHeld(flowId: string, limit: number): Promise<readonly OpenRun[]>
  /** Ends held events whose time has passed, and answers which. */
  endHeld(limit: number): Promise<readonly EndedRun[]>
  /** Gives queued runs back, so that another process may take them; answers which were still ours. */
  release(runIds: readonly string[]): Promise<readonly string[]>
  /**
   * The listener is told, before the promise of a record resolves, that somebody asked for its run to be cancelled,
   * on whatever node.
   */
  onCancelRequested(listener: (runId: string) => void): void
  /** When the next wait ends by itself; undefined when none does. */
  nextDueAt(): Promise<Date | undefined>
  /** Flows that have held events. */
  flowsWithHeld(): Promise<readonly string[]>
  /** Resolves when everything handed over before this call is settled. */
  flush(): Promise<void>
  /** Flushes, then refuses further records with SHUTTING_DOWN. */
  close(): Promise<void>
}
