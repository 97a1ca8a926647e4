import { setTimeout as pause } from 'node:timers/promises'
import { AppError } from '@patchbay/shared/errors'
import type { FoundOutcome, StepResult, StepWait } from '../kit/node.ts'

/** How long a provider that cannot answer yet is asked again. */
const ASK_FOR_MS = 30_000
const FIRST_PAUSE_MS = 200
const LONGEST_PAUSE_MS = 2_000

export interface Question {
  ask(): Promise<FoundOutcome>
  readonly signal: AbortSignal
  /** Milliseconds on a clock that never goes back. */
  readonly clock?: () => number
}

/**
 * Asks the provider whether a step was done before a crash. Returns its result, `not-done`, or undefined when the
 * provider cannot say. "Not done" counts only after the request of the dead process must have ended. That process was
 * dead before this call, so the time is counted from here.
 * @throws the reason for which the signal was aborted, and faults in our own code
 */
export async function askOtherSide(question: Question): Promise<StepResult | StepWait | 'not-done' | undefined> {
  const { ask, signal, clock = () => performance.now() } = question
  const beganMs = clock()
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
    // Measured before the question, because the answer describes that moment at the latest.
    const passedMs = clock() - beganMs
    const found = await ask().catch((thrown: unknown) => notReached(thrown, signal))
    if (found.kind === 'done') return found.result
    if (found.kind === 'not-done' && passedMs >= found.settledAfterMs) return 'not-done'
    if (found.kind === 'unknown' && (found.isFinal || passedMs >= ASK_FOR_MS)) return undefined
    const leftMs = found.kind === 'not-done' ? found.settledAfterMs - passedMs : pauseMs
    await pause(Math.min(pauseMs, Math.max(1, leftMs)), undefined, { signal })
  }
}

/**
 * A provider that is not reached, or a store, says nothing, least of all that the step was not done. As a failure of the
 * step it would look like one that certainly was not done, and a retry would do it twice.
 */
function notReached(thrown: unknown, signal: AbortSignal): FoundOutcome {
  signal.throwIfAborted()
  if (!(thrown instanceof AppError)) throw thrown
  return { kind: 'unknown', isFinal: false }
}
