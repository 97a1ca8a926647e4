import type { JsonObject } from '@patchbay/shared/json'
import type { EarlierMessage, MessageRecord, StoredMessage } from '../messages/message-records.ts'
import type { ReceiptRecord } from '../messages/store-receipt.ts'
import type {
  AcceptRecord,
  BeginRecord,
  ChildrenAdvance,
  EndedRun,
  EndRecord,
  OpenRun,
  OwnRun,
  ParkRecord,
  ReleasedRuns,
  StepRecord,
} from './run-records.ts'

/**
 * The only writer of runs. All records of a process pass through it and are stored in groups: a promise resolves after
 * the commit that contains its record. At most one record per run is under way at a time.
 *
 * Rejects with NOT_STORABLE when this one record cannot be stored, and with STORE_UNAVAILABLE when the database stayed
 * out of reach. Then it is unknown whether the record was stored.
 */
export interface RunWriter {
  accept(record: AcceptRecord): Promise<AcceptOutcome>
  /** Stores a message that starts and continues no run. */
  receive(message: MessageRecord): Promise<ReceiveOutcome>
  /**
   * Gives a message to the run that waits for it, or to the person who has its conversation, and stores it in the same
   * commit. `event` is what the run goes on with; without one the message is no answer, and the run waits on.
   */
  reply(message: MessageRecord, event: JsonObject | undefined): Promise<ReplyOutcome>
  /** Stores what a service reports about a message that was sent, and claims the run that waits for it. */
  receipt(receipt: ReceiptRecord): Promise<ReceiptOutcome>
  /** Runs that wait for a reply in the conversation of a message. None when the message was stored before. */
  waitingFor(message: MessageRecord): Promise<readonly string[]>
  /** Makes a queued run a running one. Returns false as `step` does. */
  begin(record: BeginRecord): Promise<boolean>
  /** Returns false when another process has taken the run over or the run has ended. The caller then drops the run. */
  step(record: StepRecord): Promise<boolean>
  /** Returns false as `step` does. */
  end(record: EndRecord): Promise<boolean>
  /** Makes the step wait. Returns false as `step` does. */
  park(record: ParkRecord): Promise<boolean>
  /**
   * Ends a run at once when it is queued, waits or has no owner (`cancelled`). Marks a running one, whose owner ends it
   * after the step under way (`running`).
   */
  cancel(runId: string): Promise<CancelOutcome>
  /**
   * Claims the next batch of unfinished runs whose owner is not alive, oldest first, with a new epoch, for `processId`.
   * Call it again until it returns an empty list. With `onlyOwnerless`, runs of processes without a recent heartbeat
   * are left alone.
   */
  takeOver(
    processId: string,
    options?: { readonly limit?: number; readonly onlyOwnerless?: boolean },
  ): Promise<readonly OpenRun[]>
  /** Unfinished runs that belong to this process by the database. */
  own(): Promise<readonly OwnRun[]>
  /** Reclaims those runs of this process that still have these epochs. */
  reclaim(runs: readonly OwnRun[]): Promise<readonly OpenRun[]>
  /** Number of runs that are queued on any node, counted up to `most`. */
  countQueued(most: number): Promise<number>
  /** Ends waits whose time has come, the longest due first, and claims their runs for this process. */
  wakeDue(limit: number): Promise<readonly OpenRun[]>
  /** Ends this wait, unless it has ended already, and claims the run. */
  wake(waiting: {
    readonly runId: string
    readonly waitNo: number
    readonly event: JsonObject
  }): Promise<OpenRun | undefined>
  /**
   * Lets the runs that this run has started and waits for go on: claims those whose turn it is, and the run itself
   * once none of them is open. Does nothing while the run works. May be called at any time, by several processes.
   */
  advance(parentId: string): Promise<ChildrenAdvance>
  /** Runs that have ended and whose Flow Exit has not been started. */
  exitsToCall(limit: number): Promise<readonly string[]>
  /** Called once the Flow Exit of a run is stored. */
  exitCalled(runId: string): Promise<void>
  /** Runs for which `advance` has something to do. */
  parentsToAdvance(limit: number): Promise<readonly string[]>
  /**
   * Claims the oldest held events of a flow, in order of acceptance, of which `perMinute` may start in a minute on all
   * processes together; undefined: any number.
   */
  releaseHeld(flowId: string, limit: number, perMinute?: number): Promise<ReleasedRuns>
  /** Ends held events whose time has passed, and returns them. */
  endHeld(limit: number): Promise<readonly EndedRun[]>
  /**
   * Releases queued runs, so that another process may claim them. Returns those that still belonged to this process.
   */
  release(runIds: readonly string[]): Promise<readonly string[]>
  /**
   * The listener is called when cancelling a run was requested on any node, before the promise of that run's record
   * resolves.
   */
  onCancelRequested(listener: (runId: string) => void): void
  /** When the next wait times out. Undefined when there is no wait. */
  nextDueAt(): Promise<Date | undefined>
  /** Flows that have held events. */
  flowsWithHeld(): Promise<readonly string[]>
  /** Resolves once every record submitted before this call is settled. */
  flush(): Promise<void>
  /** Flushes, then refuses further records with SHUTTING_DOWN. */
  close(): Promise<void>
}

export interface AcceptOutcome {
  /** The stored run. When the key was used before, the run that holds the key. */
  readonly runId: string
  readonly duplicate: boolean
  /** Whether the key was used with another body. */
  readonly conflict?: boolean
  /** What the message that would start the run was stored as before. */
  readonly earlier?: EarlierMessage
  /** Nothing was stored, because the message belongs to a run that waits for it or to a person. */
  readonly isDiverted?: boolean
  /** The run before this one in its conversation, when another process has started it. */
  readonly previousRunId?: string
}

/** What became of a message that starts no run. */
export interface ReceiveOutcome {
  readonly earlier?: EarlierMessage
  readonly isDiverted?: boolean
}

/** What a receipt has changed. */
export interface ReceiptOutcome {
  readonly message?: StoredMessage
  /** The run that waited for it, which goes on in this process. */
  readonly run?: OpenRun
}

/** What became of a message for whom runs, or a person, may wait. */
export type ReplyOutcome =
  /** The run with the latest question goes on with the message, in this process. */
  | { readonly kind: 'woken'; readonly run: OpenRun; readonly previousRunId: string | null }
  /** The message was stored for the person who has the conversation. */
  | { readonly kind: 'person' }
  /** The message was stored without an event, and the run waits on. */
  | { readonly kind: 'kept' }
  | { readonly kind: 'duplicate'; readonly earlier: EarlierMessage }
  /** Nothing was stored: there is no such run, and no person has the conversation. */
  | { readonly kind: 'nobody' }

export type CancelOutcome = 'cancelled' | 'running' | 'final' | 'missing'
