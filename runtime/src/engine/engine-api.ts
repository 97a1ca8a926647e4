import type { JsonObject } from '@patchbay/shared/json'
import { endlessLease, type Lease } from '../cluster/lease.ts'
import type { AccountPort } from '../kit/account.ts'
import type { StepServices, TriggerEvent } from '../kit/node.ts'
import type { Timings } from '../platform/timings.ts'
import type { ProcessRepository } from '../store/repositories/process-repository.ts'
import type { CancelOutcome, DedupeClaim, RunWriter } from '../store/runs/run-records.ts'
import type { RunRepository } from '../store/runs/run-repository.ts'
import type { RunOutcome } from './active-run.ts'
import type { LiveEvents } from './live-events.ts'
import type { LiveTrigger } from './live-flows.ts'
import type { Plans } from './plans.ts'
import type { Replay } from './replay-run.ts'
import type { OnGone } from './run-results.ts'

export interface RunStart extends LiveTrigger {
  readonly event: TriggerEvent
  /** Takes the event once per key. */
  readonly dedupe?: DedupeClaim
}

export interface StartedRun {
  readonly runId: string
  /** The key was taken before; `runId` is the first run. */
  readonly duplicate: boolean
  /** The key was taken before with another body. */
  readonly conflict: boolean
}

export interface Engine {
  /** Takes over unfinished runs and begins to look for abandoned ones. */
  start(): Promise<void>
  /**
   * Takes no more events, lets actions under way finish for `graceMs`, stores where each run stands and leaves
   * the rest to the next start.
   */
  stop(graceMs: number): Promise<void>
  /**
   * For who can tell the flow before the event is read: throws what `startRun` would throw now.
   * @throws AppError TOO_MANY_REQUESTS past the queue limit
   */
  refuseWhenFull(flowId: string): void
  /**
   * Stores a run and sets it off. Resolves after the commit.
   * @throws AppError TOO_MANY_REQUESTS past the queue limit, SHUTTING_DOWN, and what the trigger refuses
   * (`MISSING_INPUT`).
   */
  startRun(start: RunStart): Promise<StartedRun>
  /**
   * Does again what another run did; also while the flow is paused, because somebody asks for it.
   * @throws AppError as `replayRun`, and TOO_MANY_REQUESTS
   */
  replay(replay: Replay): Promise<StartedRun>
  /**
   * The outcome once the run is final, or null when `waitMs` passes, who asked is gone or the run waits for something.
   * @throws AppError RUN_NOT_FOUND
   */
  result(runId: string, waitMs: number, onGone?: OnGone): Promise<RunOutcome | null>
  /** Answers null to all who wait for an outcome now. */
  giveUpResults(): void
  /** Ends the run now, or after the step under way, wherever it works. */
  cancel(runId: string): Promise<CancelOutcome>
  /**
   * Ends this wait of a run because of something that happened, and goes on with it here. False: the wait was
   * over already.
   */
  wake(wait: RunWait, event: JsonObject): Promise<boolean>
  /** Looks for waits that are over; the alarm of a wait calls it. */
  wakeDue(): Promise<void>
  /** How many runs work now and how many wait for a free place. */
  /** These runs, or all that are waited for here, may have ended on another node. */
  settledElsewhere(runIds?: readonly string[]): Promise<void>
  /** Somebody wants this run cancelled; nothing happens when it does not work here. */
  cancelElsewhere(runId: string): void
  /** Runs are stored that nobody works on. */
  lookForWork(): void
  load(): { readonly active: number; readonly waiting: number }
}

export interface RunWait {
  readonly runId: string
  /** Which wait of the run: later ones are not meant. */
  readonly waitNo: number
}

export interface EngineNode {
  /** False: events are stored here, and other processes run them. */
  readonly isWorker: boolean
  readonly lease: Lease
  /** Whether other processes run flows, too. */
  hasOtherWorkers(): boolean
  /** A run is stored that nobody works on. */
  onUnowned(): void
}

/** The place of a process that has its database to itself. */
export const alone: EngineNode = {
  isWorker: true,
  lease: endlessLease,
  hasOtherWorkers: () => false,
  onUnowned: () => undefined,
}

export interface EngineOptions {
  readonly processId: string
  readonly writer: RunWriter
  readonly timings: Timings
  readonly runs: RunRepository
  readonly processes: ProcessRepository
  readonly plans: Plans
  readonly services: StepServices
  readonly accounts: AccountPort
  readonly events: LiveEvents
  readonly maxConcurrentRuns: number
  readonly queueLimit: number
  readonly processInfo: { readonly host: string; readonly pid: number; readonly version: string }
  /** How long a text to a paused flow may be held. */
  readonly holdTextsMs: number
  /** Whether the flow starts no runs for now: it is paused, or not live. */
  isHeld(flowId: string): boolean
  /** Its place among several processes. Default: it is alone. */
  readonly node?: EngineNode
  /** Has `wakeDue` called at this time, by some process. */
  setAlarm?(at: Date): void
  onFault(error: unknown, about: { readonly runId?: string; readonly nodeId?: number }): void
}
