import type { RunErrorBody, RunStatus, StepWarning } from '@patchbay/shared/api'
import type { JsonObject } from '@patchbay/shared/json'

/** One visit of one action, as it is stored. */
export interface StepRow {
  /** Place in the run, from 1 (the trigger). */
  readonly seq: number
  readonly nodeId: number
  /** How often this action had been reached in this run, from 1. */
  readonly visit: number
  readonly type: string
  readonly name: string
  readonly exit: string | null
  readonly inputs: JsonObject
  readonly outputs: JsonObject
  readonly variables: JsonObject
  readonly warnings: readonly StepWarning[]
  readonly error: RunErrorBody | null
  readonly startedAt: Date
  readonly durationMs: number
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
  readonly address: string | null
  readonly input: JsonObject
  readonly dedupe?: DedupeClaim
  /** The trigger's own step, stored with the run. */
  readonly step: StepRow
  readonly nextNodeId: number | null
  /** For a run that ends with its trigger; overrides `status`. */
  readonly final?: RunEnd
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
   * `waiting` parks the run; `queued` gives it back at a stop: its next action has certainly not begun, which
   * `running` never says. Default: as it is.
   */
  readonly status?: 'waiting' | 'queued'
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
  readonly address: string | null
  /** When it was accepted. */
  readonly startedAt: Date
  readonly nextNodeId: number | null
  readonly cancelRequested: boolean
  readonly steps: readonly StepRow[]
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
  /**
   * Queued, waiting and ownerless runs end at once (`cancelled`); a running one is marked and its owner ends
   * it after the step in flight (`running`).
   */
  cancel(runId: string): Promise<CancelOutcome>
  /**
   * Takes the next batch of unfinished runs whose owner is not alive, oldest first, with a new epoch, for
   * `processId`. Call again until it answers an empty list.
   */
  takeOver(processId: string, options?: { readonly limit?: number }): Promise<readonly OpenRun[]>
  /** Resolves when everything handed over before this call is settled. */
  flush(): Promise<void>
  /** Flushes, then refuses further records with SHUTTING_DOWN. */
  close(): Promise<void>
}
