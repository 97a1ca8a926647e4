import { isFinal } from '@patchbay/shared/api'
import type { CallerAnswer } from '../kit/caller-answer.ts'
import type { RunRepository } from '../store/runs/run-repository.ts'
import type { RunOutcome } from './active-run.ts'
import { ChurnMap } from './churn-map.ts'

/**
 * Calls `giveUp` once the caller no longer waits; never synchronously.
 * @returns a function that ends the subscription.
 */
export type OnGone = (giveUp: () => void) => () => void

export interface WaitOptions {
  readonly onGone?: OnGone
  /**
   * What the caller waits for besides the end of the run. `end`: nothing. `any`: an answer of an action. `answer`: the
   * same, also while the run waits. Default: `end`.
   */
  readonly for?: 'end' | 'any' | 'answer'
}

/** Resolves callers that wait for the end of a run, or for its answer. */
export interface RunResults {
  /** The outcome once the run is final, or null when `waitMs` passes, the caller is gone or the run parks. */
  wait(runId: string, waitMs: number, options?: WaitOptions): Promise<RunOutcome | null>
  /** The same for a run that is about to start in this process. */
  expect(runId: string, waitMs: number, options?: WaitOptions): ExpectedOutcome
  /** Called when the run has ended. */
  answer(outcome: RunOutcome): void
  /** Called when an action of the run has answered its caller, once that is stored. */
  answered(runId: string, answer: CallerAnswer): void
  /** Reads the state of runs that other processes execute. Without ids: of all of those that are waited for. */
  lookUp(runIds?: readonly string[]): Promise<void>
  /** Called when the run parks: its callers get null, unless they wait for an answer. */
  giveUp(runId: string): void
  giveUpAll(): void
}

export interface ExpectedOutcome {
  readonly outcome: Promise<RunOutcome | null>
  /** Resolves it; to null when its caller waits no longer. */
  settle(outcome: RunOutcome | null): void
}

interface Waiter extends ExpectedOutcome {
  readonly for: 'end' | 'any' | 'answer'
}

export interface RunResultsOptions {
  readonly runs: Pick<RunRepository, 'outcome'>
  /** What a run of any process has answered, as stored. */
  storedAnswer(runId: string): Promise<CallerAnswer | undefined>
  /** Whether this process executes the run, so that its outcome will be published here. */
  isOwned(runId: string): boolean
  /** What a run at work here has answered already. */
  answerOf(runId: string): CallerAnswer | null
}

const staysForEver: OnGone = () => () => undefined

export function createRunResults({ runs, storedAnswer, isOwned, answerOf }: RunResultsOptions): RunResults {
  const waiters = new ChurnMap<readonly Waiter[]>()

  function tell(runId: string, outcome: RunOutcome | null, isTold: (waiter: Waiter) => boolean = () => true): void {
    for (const waiter of waiters.get(runId) ?? []) if (isTold(waiter)) waiter.settle(outcome)
  }

  function forget(runId: string, waiter: Waiter): void {
    const others = waiters.get(runId)?.filter((other) => other !== waiter) ?? []
    if (others.length === 0) waiters.delete(runId)
    else waiters.set(runId, others)
  }

  function expect(runId: string, waitMs: number, options: WaitOptions = {}): Waiter {
    const { promise: outcome, resolve } = Promise.withResolvers<RunOutcome | null>()
    const settle = (given: RunOutcome | null) => {
      clearTimeout(timer)
      leave()
      forget(runId, waiter)
      resolve(given)
    }
    const giveUp = () => settle(null)
    const waiter: Waiter = { outcome, for: options.for ?? 'end', settle }
    const timer = setTimeout(giveUp, waitMs)
    const leave = (options.onGone ?? staysForEver)(giveUp)
    waiters.set(runId, [...(waiters.get(runId) ?? []), waiter])
    return waiter
  }

  /** The end or the answer of a run as stored; null when it has neither and waits, undefined when it goes on. */
  async function stored(runId: string, wantsAnswer: boolean): Promise<RunOutcome | null | undefined> {
    const { status, result, error } = await runs.outcome(runId)
    // Read after the status: what a final run has answered is stored.
    const answer = wantsAnswer ? await storedAnswer(runId) : undefined
    if (answer !== undefined) return { runId, status, result, error, answer }
    if (isFinal(status)) return { runId, status, result, error }
    return status === 'waiting' ? null : undefined
  }

  async function lookUp(runId: string): Promise<void> {
    const all = waiters.get(runId)
    if (all === undefined) return
    const found = await stored(runId, all.some(wantsAnswer))
    if (found === undefined) return
    if (found === null) tell(runId, null, leavesParked)
    else tell(runId, found, (waiter) => isFinal(found.status) || wantsAnswer(waiter))
  }

  async function outcomeElsewhere(runId: string, waiter: Waiter): Promise<RunOutcome | null> {
    const found = await stored(runId, wantsAnswer(waiter)).catch((thrown: unknown) => {
      waiter.settle(null)
      throw thrown
    })
    if (found !== undefined && (found !== null || leavesParked(waiter))) waiter.settle(found)
    return await waiter.outcome
  }

  return {
    async lookUp(runIds = waiters.ids().filter((runId) => !isOwned(runId))) {
      for (const runId of runIds) await lookUp(runId)
    },
    wait(runId, waitMs, options) {
      const waiter = expect(runId, waitMs, options)
      if (!isOwned(runId)) return outcomeElsewhere(runId, waiter)
      const answer = wantsAnswer(waiter) ? answerOf(runId) : null
      if (answer !== null) waiter.settle(answeredRun(runId, answer))
      return waiter.outcome
    },
    expect,
    answer: (outcome) => tell(outcome.runId, outcome),
    answered: (runId, answer) => tell(runId, answeredRun(runId, answer), wantsAnswer),
    giveUp: (runId) => tell(runId, null, leavesParked),
    giveUpAll() {
      for (const runId of waiters.ids()) tell(runId, null)
    },
  }
}

function wantsAnswer(waiter: Waiter): boolean {
  return waiter.for !== 'end'
}

function leavesParked(waiter: Waiter): boolean {
  return waiter.for !== 'answer'
}

function answeredRun(runId: string, answer: CallerAnswer): RunOutcome {
  return { runId, status: 'running', result: null, error: null, answer }
}
