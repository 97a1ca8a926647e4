import type { JsonObject } from '@patchbay/shared/json'
import { endlessLease, type Lease } from '../cluster/lease.ts'
import type { AccountPort } from '../kit/account.ts'
import type { Jump } from '../kit/child-runs.ts'
import type { StepServices } from '../kit/node.ts'
import type { TriggerEvent } from '../kit/trigger.ts'
import type { KeepingServices } from '../messaging/keeping-sender.ts'
import type { HoldingWebClient } from '../platform/egress/web-client.ts'
import type { Timings } from '../platform/timings.ts'
import type { EarlierMessage, MessageRecord, StoredMessage } from '../store/messages/message-records.ts'
import type { ReceiptRecord } from '../store/messages/store-receipt.ts'
import type { ProcessRepository } from '../store/repositories/process-repository.ts'
import type { DedupeClaim, OpenRun, RunTest } from '../store/runs/run-records.ts'
import type { RunRepository } from '../store/runs/run-repository.ts'
import type { CancelOutcome, ReceiveOutcome, RunWriter } from '../store/runs/writer-port.ts'
import type { ActiveRun, RunOutcome } from './active-run.ts'
import type { JumpTarget } from './jump-target.ts'
import type { LiveEvents } from './live-events.ts'
import type { LiveTrigger } from './live-flows.ts'
import type { Plans } from './plans.ts'
import type { Replay } from './replay-run.ts'
import type { WaitOptions } from './run-results.ts'

export interface RunStart extends LiveTrigger {
  readonly event: TriggerEvent
  /** The event is accepted once per key. */
  readonly dedupe?: DedupeClaim
  /** The message that starts the run, stored with it. It is accepted once per id of its service. */
  readonly message?: MessageRecord
  /** Set for a run that tests a draft. It starts also while its flow is paused. */
  readonly test?: RunTest
}

/** A caller that hears nothing of the run before it has ended, unless it takes too long. */
export interface OutcomeWait extends WaitOptions {
  readonly waitMs: number
}

export interface StartedRun {
  readonly runId: string
  /** The key was used before; `runId` is the run it started. */
  readonly duplicate: boolean
  /** The key was used before with another body. */
  readonly conflict: boolean
  /** What the message was stored as before. Nothing was stored now. */
  readonly earlier?: EarlierMessage
  /** Nothing was stored, because a run may wait for the message, or a person has its conversation: call `reply`. */
  readonly isDiverted?: boolean
  /** For a caller that waits: how the run ended, or null as of `Engine.result`. */
  readonly outcome?: RunOutcome | null
}

/** What became of a message that may be an answer. */
export type Reply =
  | { readonly kind: 'woken'; readonly runId: string }
  | { readonly kind: 'person' }
  /** It is no answer: it was stored, and the run waits on. */
  | { readonly kind: 'kept' }
  | { readonly kind: 'duplicate'; readonly earlier: EarlierMessage }
  | { readonly kind: 'nobody' }

/** What messages from contacts need of the engine. */
export interface MessageEngine {
  startRun(start: RunStart, wait?: OutcomeWait): Promise<StartedRun>
  /** Stores a message that starts no run. */
  receive(message: MessageRecord): Promise<ReceiveOutcome>
  /**
   * Gives a message to the run with the latest question in its conversation, which goes on in this process with
   * `event`, or to the person who has the conversation. The message is stored in the same commit. Without an event it is
   * no answer: where a run waits, it is only stored.
   */
  reply(message: MessageRecord, event: JsonObject | undefined): Promise<Reply>
  /**
   * Stores what a service reports about a message that was sent, and continues the run that waits for it in this
   * process. Returns the message if it has changed.
   */
  receipt(receipt: ReceiptRecord): Promise<StoredMessage | undefined>
  /** Cancels the runs that wait for a reply in the conversation of a message, unless the message is a repeated one. */
  endWaiting(message: MessageRecord): Promise<void>
}

export interface Engine extends MessageEngine {
  /** Claims unfinished runs and starts looking for abandoned ones. */
  start(): Promise<void>
  /**
   * Refuses new events, gives running actions `graceMs` to finish, and stores the state of each run for the next
   * start.
   */
  stop(graceMs: number): Promise<void>
  /**
   * Throws what `startRun` would throw now. For callers that know the flow before they have read the event, or change
   * something before they start a run.
   * @throws AppError TOO_MANY_REQUESTS past the queue limit, SHUTTING_DOWN
   */
  refuseWhenFull(flowId: string): void
  /**
   * Stores a run and starts it. Resolves after the commit, and for a caller that waits once the outcome is known as well.
   * The run of an event without a key may then go ahead (`ahead-writer.ts`): nobody is answered before it is stored.
   * @throws AppError TOO_MANY_REQUESTS past the queue limit, SHUTTING_DOWN, and what the trigger refuses
   * (`MISSING_INPUT`).
   */
  startRun(start: RunStart, wait?: OutcomeWait): Promise<StartedRun>
  /**
   * Repeats a run as a new one. Works while the flow is paused, because a person asks for it.
   * @throws AppError as `replayRun`, and TOO_MANY_REQUESTS
   */
  replay(replay: Replay): Promise<StartedRun>
  /**
   * Resolves to the outcome once the run is final, or to null when `waitMs` passes, the caller is gone or the run parks.
   * With `for` also once an action has answered the caller.
   * @throws AppError RUN_NOT_FOUND
   */
  result(runId: string, waitMs: number, options?: WaitOptions): Promise<RunOutcome | null>
  /** Resolves every pending `result` to null. */
  giveUpResults(): void
  /** Ends the run now, or after its current step, on whichever node it runs. */
  cancel(runId: string): Promise<CancelOutcome>
  /**
   * Ends this wait of a run because of an event and continues the run in this process. False when the wait was over
   * already.
   */
  wake(wait: RunWait, event: JsonObject): Promise<boolean>
  /** Continues the runs that `take` claims in a commit of its own: here, or in any process that runs flows. */
  goOn(take: () => Promise<readonly OpenRun[]>): Promise<void>
  /** Wakes runs whose wait is over. Called by the alarm of a wait. */
  wakeDue(): Promise<void>
  /** Called when these runs, or any that callers wait for here, may have ended on another node. */
  settledElsewhere(runIds?: readonly string[]): Promise<void>
  /** Called when another node wants this run cancelled. Does nothing when it does not run here. */
  cancelElsewhere(runId: string): void
  /** Called when runs are stored that no process works on. */
  lookForWork(): void
  /** Whether a run is at work in this process; false while it waits. */
  isWorking(runId: string): boolean
  /** How many runs work now and how many wait for a slot. */
  load(): { readonly active: number; readonly waiting: number }
}

export interface RunWait {
  readonly runId: string
  /** The number of the wait; a later wait of the run is not ended. */
  readonly waitNo: number
}

export interface EngineNode {
  /** False when this process only stores events and other processes run them. */
  readonly isWorker: boolean
  readonly lease: Lease
  /** Whether other processes execute runs as well. */
  hasOtherWorkers(): boolean
  /** Called when a run is stored that no process works on. */
  onUnowned(): void
}

/** For a process that has its database to itself. */
export const alone: EngineNode = {
  isWorker: true,
  lease: endlessLease,
  hasOtherWorkers: () => false,
  onUnowned: () => undefined,
}

/** What the engine gives to the steps of all runs. */
export type EngineServices = StepServices & KeepingServices & { readonly web: HoldingWebClient }

export interface EngineOptions {
  readonly processId: string
  readonly writer: RunWriter
  readonly timings: Timings
  readonly runs: RunRepository
  readonly processes: ProcessRepository
  readonly plans: Plans
  readonly services: EngineServices
  readonly accounts: AccountPort
  readonly events: LiveEvents
  readonly maxConcurrentRuns: number
  readonly queueLimit: number
  readonly processInfo: { readonly host: string; readonly pid: number; readonly version: string }
  /** How long a message to a paused flow is held. */
  readonly holdTextsMs: number
  /** Types of actions that answer the caller of a run. Default: none. */
  answeringTypes?(): readonly string[]
  /** Whether events of the flow are held: it is paused or not live. */
  isHeld(flowId: string): boolean
  /** How many held events of the flow may start in a minute. Default: any number. */
  heldPerMinute?(flowId: string): number | undefined
  /** Finds where a jump leads. Default: nowhere. @throws AppError FLOW_NOT_LIVE */
  jumpTarget?(run: ActiveRun, jump: Jump): JumpTarget
  /** What it knows of other processes. Default: there are none. */
  readonly node?: EngineNode
  /** Makes one of the processes call `wakeDue` at this time. */
  setAlarm?(at: Date): void
  /** Called at the start and with each sweep, for what dead processes have left undone elsewhere. */
  readonly followUps?: readonly (() => Promise<void>)[]
  onFault(error: unknown, about: { readonly runId?: string; readonly nodeId?: number }): void
}
