import { isFinal } from '@patchbay/shared/api'
import type { RunRepository } from '../store/run-repository.ts'
import type { RunOutcome } from './active-run.ts'
import { ChurnMap } from './churn-map.ts'

/** Answers those who wait for the end of a run. */
export interface RunResults {
  /** The outcome once the run is final, or null when `waitMs` passes, a signal ends or the run begins to wait. */
  wait(runId: string, waitMs: number, signals?: readonly AbortSignal[]): Promise<RunOutcome | null>
  answer(outcome: RunOutcome): void
  /** Looks how these runs stand that other processes work on; without a list, all that are waited for. */
  lookUp(runIds?: readonly string[]): Promise<void>
  /** The outcome will be long in coming. */
  giveUp(runId: string): void
  giveUpAll(): void
}

type Answer = (outcome: RunOutcome | null) => void

/** @param isInHand whether this process works on the run: then its outcome is still to come, and will be told. */
export function createRunResults(runs: RunRepository, isInHand: (runId: string) => boolean): RunResults {
  const waiters = new ChurnMap<Set<Answer>>()

  function tell(runId: string, outcome: RunOutcome | null): void {
    for (const answer of waiters.get(runId) ?? []) answer(outcome)
    waiters.delete(runId)
  }

  function waiterFor(runId: string, waitMs: number, signals: readonly AbortSignal[]) {
    const { promise, resolve: answer } = Promise.withResolvers<RunOutcome | null>()
    const giveUp = () => answer(null)
    const timer = setTimeout(giveUp, waitMs)
    const known = waiters.get(runId) ?? new Set()
    known.add(answer)
    waiters.set(runId, known)
    for (const signal of signals) {
      if (signal.aborted) giveUp()
      else signal.addEventListener('abort', giveUp)
    }
    const cleanUp = () => {
      clearTimeout(timer)
      for (const signal of signals) signal.removeEventListener('abort', giveUp)
      known.delete(answer)
      if (known.size === 0 && waiters.get(runId) === known) waiters.delete(runId)
    }
    return { outcome: promise.finally(cleanUp), giveUp }
  }

  async function lookUp(runId: string): Promise<void> {
    if (!waiters.has(runId)) return
    const { status, result, error } = await runs.outcome(runId)
    if (isFinal(status)) tell(runId, { runId, status, result, error })
    else if (status === 'waiting') tell(runId, null)
  }

  return {
    async lookUp(runIds = waiters.ids()) {
      for (const runId of runIds) await lookUp(runId)
    },
    async wait(runId, waitMs, signals = []) {
      const waiter = waiterFor(runId, waitMs, signals)
      if (isInHand(runId)) return waiter.outcome
      const { status, result, error } = await runs.outcome(runId).catch((thrown: unknown) => {
        waiter.giveUp()
        throw thrown
      })
      if (isFinal(status) || status === 'waiting') waiter.giveUp()
      return isFinal(status) ? { runId, status, result, error } : waiter.outcome
    },
    answer: (outcome) => tell(outcome.runId, outcome),
    giveUp: (runId) => tell(runId, null),
    giveUpAll() {
      for (const runId of waiters.ids()) tell(runId, null)
    },
  }
}
