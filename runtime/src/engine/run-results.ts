import { isFinal } from '@patchbay/shared/api'
import type { RunRepository } from '../store/runs/run-repository.ts'
import type { RunOutcome } from './active-run.ts'
import { ChurnMap } from './churn-map.ts'

/**
 * Calls `giveUp` once the caller no longer waits; never synchronously.
 * @returns a function that ends the subscription.
 */
export type OnGone = (giveUp: () => void) => () => void

/** Resolves callers that wait for the end of a run. */
export interface RunResults {
  /** The outcome once the run is final, or null when `waitMs` passes, the caller is gone or the run parks. */
  wait(runId: string, waitMs: number, onGone?: OnGone): Promise<RunOutcome | null>
  /** As `wait`, for a run that is about to start in this process. */
  expect(runId: string, waitMs: number, onGone?: OnGone): ExpectedOutcome
  answer(outcome: RunOutcome): void
  /** Reads the state of runs that other processes execute. Without ids: of every run that is waited for. */
  lookUp(runIds?: readonly string[]): Promise<void>
  /** Called when the run parks: its callers get null. */
  giveUp(runId: string): void
  giveUpAll(): void
}

type Answer = (outcome: RunOutcome | null) => void

export interface ExpectedOutcome {
  readonly outcome: Promise<RunOutcome | null>
  /** Resolves it to null. */
  giveUp(): void
}

const staysForEver: OnGone = () => () => undefined

/** @param isOwned whether this process executes the run, so that its outcome will be published here */
export function createRunResults(
  runs: Pick<RunRepository, 'outcome'>,
  isOwned: (runId: string) => boolean,
): RunResults {
  const waiters = new ChurnMap<readonly Answer[]>()

  function tell(runId: string, outcome: RunOutcome | null): void {
    for (const answer of waiters.get(runId) ?? []) answer(outcome)
  }

  function forget(runId: string, answer: Answer): void {
    const others = waiters.get(runId)?.filter((other) => other !== answer) ?? []
    if (others.length === 0) waiters.delete(runId)
    else waiters.set(runId, others)
  }

  function expect(runId: string, waitMs: number, onGone = staysForEver): ExpectedOutcome {
    const { promise: outcome, resolve } = Promise.withResolvers<RunOutcome | null>()
    const answer: Answer = (given) => {
      clearTimeout(timer)
      leave()
      forget(runId, answer)
      resolve(given)
    }
    const giveUp = () => answer(null)
    const timer = setTimeout(giveUp, waitMs)
    const leave = onGone(giveUp)
    waiters.set(runId, [...(waiters.get(runId) ?? []), answer])
    return { outcome, giveUp }
  }

  async function lookUp(runId: string): Promise<void> {
    if (!waiters.has(runId)) return
    const { status, result, error } = await runs.outcome(runId)
    if (isFinal(status)) tell(runId, { runId, status, result, error })
    else if (status === 'waiting') tell(runId, null)
  }

  async function outcomeElsewhere(runId: string, { outcome, giveUp }: ExpectedOutcome): Promise<RunOutcome | null> {
    const { status, result, error } = await runs.outcome(runId).catch((thrown: unknown) => {
      giveUp()
      throw thrown
    })
    if (isFinal(status) || status === 'waiting') giveUp()
    return isFinal(status) ? { runId, status, result, error } : await outcome
  }

  return {
    async lookUp(runIds = waiters.ids()) {
      for (const runId of runIds) await lookUp(runId)
    },
    wait(runId, waitMs, onGone) {
      const waiter = expect(runId, waitMs, onGone)
      return isOwned(runId) ? waiter.outcome : outcomeElsewhere(runId, waiter)
    },
    expect,
    answer: (outcome) => tell(outcome.runId, outcome),
    giveUp: (runId) => tell(runId, null),
    giveUpAll() {
      for (const runId of waiters.ids()) tell(runId, null)
    },
  }
}
