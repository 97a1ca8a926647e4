import { AsyncLocalStorage } from 'node:async_hooks'
import { setTimeout as delay, setImmediate as nextTurn } from 'node:timers/promises'
import { AppError } from '@patchbay/shared/errors'
import { timings as productTimings, type Timings } from '../../platform/timings.ts'
import type { Database } from '../database.ts'
import type { EarlierMessage } from '../messages/message-records.ts'
import { storeReceipt } from '../messages/store-receipt.ts'
import { runsWaitingFor, storeReply } from '../messages/store-reply.ts'
import { faultOf } from '../store-errors.ts'
import { dayOfPartition } from '../upkeep/partitions.ts'
import { timeOfId } from '../uuid.ts'
import { advanceChildren, parentsToAdvance } from './advance-children.ts'
import { cancelRun } from './cancel-run.ts'
import { endHeldRuns, flowsWithHeld, releaseHeldRuns } from './held-runs.ts'
import { countQueued, ownRuns, reclaimRuns } from './own-runs.ts'
import { acceptRow, beginRow, changeRow, type FlushRow, messageRow, parkRow } from './record-rows.ts'
import { releaseRuns } from './release-runs.ts'
import { exitCalled, exitsToCall } from './run-exits.ts'
import { type FlushException, findStored, flushRows } from './run-flush.ts'
import { type QueuedRow, type RowException, RunQueue } from './run-queue.ts'
import type { OpenRun } from './run-records.ts'
import { takeOverRuns } from './take-over-runs.ts'
import { nextDueAt, wakeDueRuns, wakeRun } from './wake-runs.ts'
import type { AcceptOutcome, RunWriter } from './writer-port.ts'

/** A group of records that was stored. */
export interface StoredGroup {
  readonly records: number
  readonly bytes: number
  /** Time until the group was committed. */
  readonly seconds: number
}

export interface RunWriterOptions {
  /** Wall clock. Decides when a de-duplication key has expired. */
  readonly now: () => Date
  /** Becomes the owner of the runs that are accepted here. */
  readonly processId: string
  /** Delays before each further try when the database is out of reach. Default: those of `timings`. */
  readonly retryDelaysMs?: readonly number[]
  readonly timings?: Timings
  onFlush?(group: StoredGroup): void
}

/** The next group is sent before the last one is answered when it has at least this many records per waiting caller. */
const WORTH_GOING_FIRST = 0.7

/** Waits until the driver has sent the query. `setImmediate` would delay callers by a full turn of the event loop. */
const querySent = () => new Promise<void>((resolve) => process.nextTick(resolve))

/** Delay before checking again whether a full journal has room. */
const FULL_MS = 1

export function createRunWriter(database: Database, options: RunWriterOptions): RunWriter {
  const { processId, timings = productTimings } = options
  const { deadAfterMs } = timings
  const { records, journal } = database
  const queue = new RunQueue()
  // The caller of `submit` may be inside a transaction. The flush that it starts runs outside of it.
  const outside = AsyncLocalStorage.snapshot()
  let onCancelled: (runId: string) => void = () => {}
  let isFlushing = false
  let flushed: Promise<void> = Promise.resolve()
  let isClosed = false

  function submit(row: FlushRow): Promise<RowException | undefined> {
    if (isClosed) throw new AppError('SHUTTING_DOWN', 'The server is stopping. Try again in a moment.')
    database.assertOutsideTransaction()
    const stored = new Promise<RowException | undefined>((resolve, reject) => queue.add({ row, resolve, reject }))
    if (!isFlushing) flushed = outside(flushAll)
    return stored
  }

  /**
   * While a flush is under way, the next group gathers: the busier the process, the larger the groups. The gathered
   * group is sent before the callers of the last group are answered, so that the database need not wait for what they
   * do next.
   */
  async function flushAll(): Promise<void> {
    isFlushing = true
    let unanswered: Answer[] = []
    while (unanswered.length > 0 || !queue.isEmpty) {
      if (unanswered.length === 0) await nextTurn()
      // When the tables cannot keep up, only new runs go on. Runs under way wait.
      const batch = queue.takeBatch(journal?.isFull === true)
      const answers: Answer[] = []
      const stored = store(batch, answers)
      if (unanswered.length > 0) await querySent()
      giveAll(unanswered)
      await stored
      unanswered = answers
      if (queue.size < answers.length * WORTH_GOING_FIRST) {
        giveAll(answers)
        unanswered = []
      }
      if (batch.length === 0) await delay(FULL_MS)
    }
    isFlushing = false
  }

  async function store(batch: readonly QueuedRow[], answers: Answer[]): Promise<void> {
    const open = await journalled(batch)
    for (const ofDay of byDay(open)) {
      await storeBatch(database, ofDay, { ...options, onStored, onCancelled: (runId) => onCancelled(runId), answers })
    }
  }

  const onStored = (row: FlushRow) => journal?.learn(row)

  /** Stores the records that the journal accepts, and returns the rest. */
  async function journalled(batch: readonly QueuedRow[]): Promise<readonly QueuedRow[]> {
    if (journal === undefined || batch.length === 0) return batch
    const startedMs = performance.now()
    try {
      const taken = await journal.take(rowsOf(batch), processId)
      if (taken.size === 0) return batch
      const { stored = [], open = [] } = Object.groupBy(batch, ({ row }) => (taken.has(row) ? 'stored' : 'open'))
      options.onFlush?.(groupOf(stored, startedMs))
      for (const { resolve } of stored) resolve(undefined)
      return open
    } catch (error) {
      rejectAll(batch, unavailable(error))
      return []
    }
  }

  /** Lets the journal accept records of claimed runs: only this process changes them from now on. */
  async function trusted(claim: Promise<readonly OpenRun[]>): Promise<readonly OpenRun[]> {
    const runs = await claim
    for (const run of runs) if (run.status === 'running') journal?.trust(run)
    return runs
  }

  return {
    accept: async (record) => acceptOutcome(record.runId, await submit(acceptRow(records, record))),
    async receive(message) {
      const exception = await submit(messageRow(records, message))
      if (exception === undefined) return {}
      return exception.isDiverted ? { isDiverted: true } : { ...earlierOf(exception) }
    },
    reply: (message, event) => storeReply(database, { processId, now: options.now(), message, event }),
    receipt: (receipt) => storeReceipt(database, receipt, { processId, now: options.now() }),
    waitingFor: (message) => runsWaitingFor(database, message),
    begin: async (record) => (await submit(beginRow(records, record))) === undefined,
    step: async (record) => (await submit(changeRow(records, record))) === undefined,
    end: async (record) => (await submit(changeRow(records, record))) === undefined,
    park: async (record) => (await submit(parkRow(records, record))) === undefined,
    cancel(runId) {
      journal?.distrust(runId)
      return cancelRun(database, runId, options.now())
    },
    takeOver: (processId, options = {}) => trusted(takeOverRuns(database, processId, { ...options, deadAfterMs })),
    own: () => ownRuns(database, processId),
    reclaim: (runs) => trusted(reclaimRuns(database, processId, runs)),
    countQueued: (most) => countQueued(database, most),
    wakeDue: (limit) => wakeDueRuns(database, { processId, now: options.now(), limit }),
    wake: (waiting) => wakeRun(database, { processId, ...waiting }),
    advance: (parentId) => advanceChildren(database, { processId, parentId }),
    parentsToAdvance: (limit) => parentsToAdvance(database, limit),
    exitsToCall: (limit) => exitsToCall(database, limit),
    exitCalled: (runId) => exitCalled(database, runId),
    releaseHeld: (flowId, limit, perMinute) =>
      releaseHeldRuns(database, { processId, now: options.now(), flowId, limit, perMinute }),
    endHeld: (limit) => endHeldRuns(database, options.now(), limit),
    release(runIds) {
      for (const runId of runIds) journal?.distrust(runId)
      return releaseRuns(database, processId, runIds)
    },
    nextDueAt: () => nextDueAt(database),
    flowsWithHeld: () => flowsWithHeld(database.kysely),
    onCancelRequested(listener) {
      onCancelled = listener
    },
    flush: () => flushed,
    async close() {
      isClosed = true
      await flushed
    },
  }
}

function acceptOutcome(runId: string, exception: RowException | undefined): AcceptOutcome {
  if (exception === undefined) return { runId, duplicate: false }
  const { winner, conflict, isDiverted, previous } = exception
  if (previous !== null) return { runId, duplicate: false, previousRunId: previous }
  if (isDiverted) return { runId, duplicate: false, isDiverted }
  return { runId: winner ?? runId, duplicate: true, ...(conflict ? { conflict } : {}), ...earlierOf(exception) }
}

function earlierOf({ earlier, winner }: RowException): { readonly earlier?: EarlierMessage } {
  return earlier === null ? {} : { earlier: { messageId: earlier, runId: winner } }
}

/** The promise of a record that has been stored, and its result. */
interface Answer {
  readonly resolve: QueuedRow['resolve']
  readonly exception: RowException | undefined
}

interface StoreOptions extends RunWriterOptions {
  readonly answers: Answer[]
  readonly onStored: (row: FlushRow) => void
  readonly onCancelled: (runId: string) => void
}

/** A statement stores the records of one day, so each day is retried, refused and answered on its own. */
function byDay(batch: readonly QueuedRow[]): Iterable<readonly QueuedRow[]> {
  return Map.groupBy(batch, ({ row }) => dayOfPartition(timeOfId(row.runId))).values()
}

/** Stores a group of one day and adds its answers. A refused group is halved until the bad record is alone. */
async function storeBatch(database: Database, batch: readonly QueuedRow[], options: StoreOptions): Promise<void> {
  // These belong to another part of the group and must not wait for the retries of this one.
  giveAll(options.answers.splice(0))
  try {
    await storeWithRetries(database, batch, options)
  } catch (error) {
    if (faultOf(error) !== 'refused') rejectAll(batch, unavailable(error))
    else if (batch.length === 1) rejectAll(batch, notStorable(error))
    else {
      const middle = Math.ceil(batch.length / 2)
      await storeBatch(database, batch.slice(0, middle), options)
      await storeBatch(database, batch.slice(middle), options)
    }
  }
}

/** A flush without a reply may have been committed, so its records are looked up before it is sent again. */
async function storeWithRetries(database: Database, batch: readonly QueuedRow[], options: StoreOptions): Promise<void> {
  const delays = (options.retryDelaysMs ?? (options.timings ?? productTimings).writeRetriesMs).values()
  let isReplyLost = false
  while (true) {
    try {
      const stored = isReplyLost ? await findStored(database, rowsOf(batch)) : new Set<string>()
      const missing = batch.filter(({ row }) => !stored.has(row.runId))
      const context = { processId: options.processId, now: options.now() }
      const startedMs = performance.now()
      const exceptions = missing.length === 0 ? [] : await flushRows(database, rowsOf(missing), context)
      options.onFlush?.(groupOf(missing, startedMs))
      settle(batch, exceptions, options)
      return
    } catch (error) {
      const fault = faultOf(error)
      const wait = delays.next()
      if (fault === 'refused' || wait.done) throw error
      isReplyLost ||= fault === 'unavailable'
      await delay(fault === 'contention' ? 0 : wait.value)
    }
  }
}

function groupOf(batch: readonly QueuedRow[], startedMs: number): StoredGroup {
  const bytes = batch.reduce((sum, { row }) => sum + row.bytes, 0)
  return { records: batch.length, bytes, seconds: (performance.now() - startedMs) / 1_000 }
}

function settle(
  batch: readonly QueuedRow[],
  exceptions: readonly FlushException[],
  { onStored, onCancelled, answers }: StoreOptions,
): void {
  const byRun = new Map<string, RowException>()
  for (const exception of exceptions) {
    if (exception.isCancelled) onCancelled(exception.runId)
    else byRun.set(exception.runId, exception)
  }
  for (const { row, resolve } of batch) {
    const exception = byRun.get(row.runId)
    if (exception === undefined || exception.previous !== null) onStored(row)
    answers.push({ resolve, exception })
  }
}

function giveAll(answers: readonly Answer[]): void {
  for (const { resolve, exception } of answers) resolve(exception)
}

function rejectAll(batch: readonly QueuedRow[], error: AppError): void {
  for (const { reject } of batch) reject(error)
}

function rowsOf(batch: readonly QueuedRow[]): FlushRow[] {
  return batch.map(({ row }) => row)
}

function notStorable(cause: unknown): AppError {
  return new AppError('NOT_STORABLE', 'The database refused to store a value of this run.', { cause })
}

function unavailable(cause: unknown): AppError {
  const message = 'The database did not answer, so it is unknown whether the run was stored. Try again in a moment.'
  return new AppError('STORE_UNAVAILABLE', message, { cause })
}
