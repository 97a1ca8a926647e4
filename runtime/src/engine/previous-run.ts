import { isFinal } from '@patchbay/shared/api'
import { AppError } from '@patchbay/shared/errors'
import type { RunRepository } from '../store/runs/run-repository.ts'
import type { RunResults } from './run-results.ts'

/** How long the end of a run is waited for before its row is read again. */
const LOOK_AGAIN_MS = 2_000

export interface PreviousRunOptions {
  readonly runs: Pick<RunRepository, 'outcome'>
  readonly results: RunResults
  /** Whether this process has the run: it then keeps the order itself. */
  owns(runId: string): boolean
  isStopping(): boolean
}

/**
 * Waits for a run of the same conversation that another process works on, so that the messages of a conversation are
 * handled one after another. A run that waits for something itself is not waited for.
 */
export function createPreviousRun({ runs, results, owns, isStopping }: PreviousRunOptions) {
  async function isOver(runId: string): Promise<boolean> {
    try {
      const { status } = await runs.outcome(runId)
      return isFinal(status) || status === 'waiting'
    } catch (error) {
      if (error instanceof AppError && error.code === 'RUN_NOT_FOUND') return true
      throw error
    }
  }

  return {
    async ended(runId: string): Promise<void> {
      while (!owns(runId) && !isStopping() && !(await isOver(runId))) {
        await results.wait(runId, LOOK_AGAIN_MS).catch(() => undefined)
      }
    },
  }
}
