import type { RunRepository } from '../store/runs/run-repository.ts'
import type { CancelOutcome } from '../store/runs/writer-port.ts'
import type { AheadWriter } from './ahead-writer.ts'
import type { RunNews } from './run-news.ts'
import type { RunWorker } from './run-worker.ts'

export interface CancelOptions {
  readonly writer: Pick<AheadWriter, 'cancel'>
  readonly runs: Pick<RunRepository, 'get'>
  readonly news: Pick<RunNews, 'ended'>
  readonly markCancelled: RunWorker['markCancelled']
  /** Called when a run that has started others was cancelled at once: those that it waited for have to end, too. */
  onParentCancelled(runId: string): void
  now(): Date
}

/** Returns the function that ends a run: one that waits at once, one at work after its current step. */
export function createCancelling({ writer, runs, news, markCancelled, onParentCancelled, now }: CancelOptions) {
  return async (runId: string): Promise<CancelOutcome> => {
    const outcome = await writer.cancel(runId)
    if (outcome === 'running') markCancelled(runId)
    if (outcome !== 'cancelled') return outcome
    const { flowId, version, contact, parent, test, error, startedRuns } = await runs.get(runId)
    const end = { status: 'cancelled', error, result: null, finishedAt: now() } as const
    news.ended({ id: runId, flowId, version, contact, parent, isTest: test !== null, end })
    if (startedRuns > 0) onParentCancelled(runId)
    return outcome
  }
}
