import type { LiveEvent } from '@patchbay/shared/api'
import { AppError } from '@patchbay/shared/errors'
import type { Timings } from '../platform/timings.ts'
import type { AcceptRecord, EndRecord, RunEnd, StepRecord } from '../store/runs/run-records.ts'
import type { AcceptOutcome, RunWriter } from '../store/runs/writer-port.ts'
import { ChurnMap } from './churn-map.ts'
import type { LiveEvents } from './live-events.ts'

/**
 * The run writer as the engine uses it. It lets a run go ahead: the run works before it is stored, as long as it changes
 * nothing outside and nobody was answered about it. Such a run is stored together with its results in one record, and news
 * of it are published after that commit. All other records pass through.
 */
export interface AheadWriter extends Pick<RunWriter, 'accept' | 'begin' | 'step' | 'end' | 'park' | 'cancel'> {
  /** As `accept`, for a run that goes ahead from now on. Resolves after the commit. */
  acceptLater(record: AcceptRecord): Promise<AcceptOutcome>
  /** Stores the run, if it has gone ahead. Called before an action that may change something outside. */
  settle(runId: string): Promise<void>
  /** Called when the run leaves the memory. A run that was interrupted is stored, and goes on later. */
  leave(runId: string): void
  publish(event: LiveEvent): void
}

/** A run that is not stored yet, or that could not be stored. */
interface AheadRun {
  readonly accept: AcceptRecord
  readonly results: StepRecord[]
  readonly news: LiveEvent[]
  readonly timer: NodeJS.Timeout
  readonly outcome: PromiseWithResolvers<AcceptOutcome>
  end: RunEnd | undefined
  /** Set once it is being stored. No result is added any more. */
  stored: Promise<void> | undefined
}

export interface AheadWriterOptions {
  readonly writer: Pick<RunWriter, 'accept' | 'begin' | 'step' | 'end' | 'park' | 'cancel'>
  readonly events: Pick<LiveEvents, 'publish'>
  readonly timings: Pick<Timings, 'aheadMs'>
}

export function createAheadWriter({ writer, events, timings }: AheadWriterOptions): AheadWriter {
  const ahead = new ChurnMap<AheadRun>()

  /** Once, with the results up to now. */
  function store(run: AheadRun): Promise<void> {
    run.stored ??= storeOnce(run)
    return run.stored
  }

  async function storeOnce(run: AheadRun): Promise<void> {
    clearTimeout(run.timer)
    try {
      const outcome = await storeTogether(run)
      ahead.delete(run.accept.runId)
      for (const event of run.news) events.publish(event)
      run.outcome.resolve(outcome)
    } catch (error) {
      run.outcome.reject(error)
      throw error
    }
  }

  async function storeTogether(run: AheadRun): Promise<AcceptOutcome> {
    try {
      return await writer.accept(together(run))
    } catch (error) {
      if (run.results.length === 0 || !(error instanceof AppError) || error.code !== 'NOT_STORABLE') throw error
    }
    // One of the results is to blame. The run fails by it, as it would have without going ahead.
    run.outcome.resolve(await writer.accept(run.accept))
    for (const result of run.results) await writer.step(result)
    throw new AppError('NOT_STORABLE', 'The results of this run cannot be stored together.')
  }

  /** Keeps a result in memory. It follows the run to the writer if that is being stored already. */
  async function stepAhead(run: AheadRun, record: StepRecord): Promise<boolean> {
    if (run.stored !== undefined) {
      await run.stored
      return writer.step(record)
    }
    run.results.push(record)
    if (record.end !== undefined || record.status !== undefined) await store(run)
    return true
  }

  async function endAhead(run: AheadRun, record: EndRecord): Promise<boolean> {
    if (run.stored !== undefined) {
      await run.stored
      return writer.end(record)
    }
    run.end = record.end
    await store(run)
    return true
  }

  async function settle(runId: string): Promise<void> {
    const run = ahead.get(runId)
    if (run !== undefined) await store(run)
  }

  return {
    accept: (record) => writer.accept(record),
    begin: (record) => writer.begin(record),
    acceptLater(accept) {
      const timer = setTimeout(() => void store(run).catch(heardByOthers), timings.aheadMs)
      const outcome = Promise.withResolvers<AcceptOutcome>()
      const run: AheadRun = { accept, results: [], news: [], timer, outcome, end: undefined, stored: undefined }
      ahead.set(accept.runId, run)
      return outcome.promise
    },
    settle,
    step(record) {
      const run = ahead.get(record.runId)
      return run === undefined ? writer.step(record) : stepAhead(run, record)
    },
    end(record) {
      const run = ahead.get(record.runId)
      return run === undefined ? writer.end(record) : endAhead(run, record)
    },
    async park(record) {
      await settle(record.runId)
      return writer.park(record)
    },
    async cancel(runId) {
      await settle(runId)
      return writer.cancel(runId)
    },
    leave(runId) {
      const run = ahead.get(runId)
      if (run === undefined) return
      void store(run)
        .catch(heardByOthers)
        .finally(() => ahead.delete(runId))
    },
    publish(event) {
      const run = 'runId' in event ? ahead.get(event.runId) : undefined
      if (run === undefined) events.publish(event)
      else run.news.push(event)
    },
  }
}

/** The caller of `acceptLater` hears that the run could not be stored, and so does the next record of the run. */
const heardByOthers = (): void => undefined

/** The run and its results as one record. */
function together({ accept, results, end }: AheadRun): AcceptRecord {
  const last = results.at(-1)
  const final = end ?? last?.end
  return {
    ...accept,
    status: last?.status ?? accept.status,
    nextNodeId: final === undefined ? (last ?? accept).nextNodeId : null,
    doneSteps: results.map(({ step }) => step),
    ...(final === undefined ? {} : { final }),
  }
}
