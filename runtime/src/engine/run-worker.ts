import type { RunErrorBody } from '@patchbay/shared/api'
import { AppError } from '@patchbay/shared/errors'
import type { CallerAnswer } from '../kit/caller-answer.ts'
import type { RunWriter } from '../store/runs/writer-port.ts'
import type { ActiveRun } from './active-run.ts'
import { ChurnMap } from './churn-map.ts'
import type { Execution, Executor } from './executor.ts'
import type { OwnedRuns } from './owned-runs.ts'
import { failedEnd } from './run-end.ts'
import type { RunNews } from './run-news.ts'
import type { RunResults } from './run-results.ts'

/** Works on runs that were admitted, and knows which ones are at work. */
export interface RunWorker {
  /** Executes a run, once it is accepted, until it ends, parks or is left to another process. */
  workOn(run: ActiveRun, isAccepted?: Promise<boolean>): Promise<void>
  /** The run ends after its current step. Does nothing when it is not at work here. */
  markCancelled(runId: string): void
  /** What a run at work here has answered its caller. */
  answerOf(runId: string): CallerAnswer | null
  isWorking(runId: string): boolean
  /** Ends the outside calls of all runs at work. */
  abortAll(reason: AppError): void
}

export interface RunWorkerOptions {
  readonly executor: Executor
  readonly writer: Pick<RunWriter, 'end'>
  readonly ownedRuns: OwnedRuns
  readonly news: RunNews
  readonly results: Pick<RunResults, 'giveUp'>
  hasOtherWorkers(): boolean
  /** Resolves once a run of another process has ended or waits. */
  ended(runId: string): Promise<void>
  /** Called when a run waits until this time, and whether it waits for runs that it has started. */
  onParked(runId: string, until: Date, isForChildren: boolean): void
  now(): Date
  onFault(error: unknown, about: { readonly runId?: string }): void
}

export function createRunWorker(options: RunWorkerOptions): RunWorker {
  const { executor, writer, ownedRuns, news, onFault } = options
  const active = new ChurnMap<ActiveRun>()

  async function workOn(run: ActiveRun, isAccepted?: Promise<boolean>): Promise<void> {
    if (isAccepted !== undefined && !(await isAccepted)) return ownedRuns.drop(run)
    active.set(run.id, run)
    try {
      if (run.previousRunId !== undefined && options.hasOtherWorkers()) await options.ended(run.previousRunId)
      conclude(run, await executor.execute(run))
    } catch (error) {
      await abandon(run, error).catch((thrown) => onFault(thrown, {}))
    } finally {
      if (active.get(run.id) === run) active.delete(run.id)
      ownedRuns.drop(run)
    }
  }

  function conclude(run: ActiveRun, execution: Execution): void {
    if (execution.kind === 'ended') news.settled(run, execution.end)
    if (execution.kind === 'left') ownedRuns.suspect()
    if (execution.kind !== 'parked') return
    news.reached(run, 'waiting')
    options.results.giveUp(run.id)
    options.onParked(run.id, execution.until, execution.isForChildren)
  }

  /** Fails a run whose result cannot be stored. When the database is out of reach, recovery takes care of the run. */
  async function abandon(run: ActiveRun, error: unknown): Promise<void> {
    onFault(error, { runId: run.id })
    ownedRuns.suspect()
    if (!(error instanceof AppError) || error.code !== 'NOT_STORABLE') return
    const body: RunErrorBody = { code: error.code, message: error.message }
    const end = failedEnd(run.nextNodeId === null ? body : { ...body, nodeId: run.nextNodeId }, options.now())
    if (await writer.end({ runId: run.id, epoch: run.epoch, end })) news.settled(run, end)
  }

  return {
    workOn,
    markCancelled(runId) {
      const run = active.get(runId)
      if (run !== undefined) run.isCancelled = true
    },
    answerOf: (runId) => active.get(runId)?.answer ?? null,
    isWorking: (runId) => active.get(runId) !== undefined,
    abortAll(reason) {
      for (const run of active.values()) run.abort.abort(reason)
    },
  }
}
