import { setTimeout as pause } from 'node:timers/promises'
import type { FoundOutcome, StepResult } from '../kit/node.ts'

/** An other side that cannot say now is asked again for so long. */
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
 * Whether something was done before a crash: its result, `not-done`, or undefined when that cannot be found out.
 * "Not done" is believed only once the request of the process that died must have ended; that process was dead
 * when this is called, so the time counts from here.
 * @throws what aborted the signal.
 */
export async function askOtherSide(question: Question): Promise<StepResult | 'not-done' | undefined> {
  const { ask, signal, clock = () => performance.now() } = question
  const beganMs = clock()
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
    // Measured before the question: the answer holds for no later time.
    const passedMs = clock() - beganMs
    const found = await ask()
    if (found.kind === 'done') return found.result
    if (found.kind === 'not-done' && passedMs >= found.settledAfterMs) return 'not-done'
    if (found.kind === 'unknown' && (found.isFinal || passedMs >= ASK_FOR_MS)) return undefined
    const leftMs = found.kind === 'not-done' ? found.settledAfterMs - passedMs : pauseMs
    await pause(Math.min(pauseMs, Math.max(1, leftMs)), undefined, { signal })
  }
}
