import { AppError } from '@patchbay/shared/errors'
import type { ActiveRun } from './active-run.ts'
import type { PlanAction } from './plan.ts'

/** The time by which a step must end, and the error it fails with. */
export interface Deadline {
  readonly at: Date
  readonly error: AppError
}

/** The earlier of the step's own deadline and the run's. Undefined when neither is set. */
export function deadlineOf(run: ActiveRun, node: PlanAction, startedAt: Date): Deadline | undefined {
  const ofRun = runDeadline(run)
  if (node.deadlineSeconds === undefined) return ofRun
  const at = after(startedAt, node.deadlineSeconds)
  if (ofRun !== undefined && ofRun.at <= at) return ofRun
  const message = `The action took longer than its deadline of ${node.deadlineSeconds} s.`
  const help = `Raise Deadline in #${node.id} ${node.name}, or keep the On Failure path for such moments.`
  return { at, error: new AppError('TIMEOUT', message, { extra: { help } }) }
}

/** When the run must have ended, counted from its first action. */
export function runDeadline({ plan, beganAt }: ActiveRun): Deadline | undefined {
  const { maxDurationSeconds } = plan.settings
  if (maxDurationSeconds === undefined || beganAt === null) return undefined
  const message = `The run took longer than ${maxDurationSeconds} s.`
  const help = 'Raise "Longest run" in the settings of the flow, or shorten its waits.'
  return { at: after(beganAt, maxDurationSeconds), error: new AppError('RUN_TOO_LONG', message, { extra: { help } }) }
}

/**
 * Runs `work` until the deadline. Then its signal is aborted and the deadline's error is thrown, even when the work
 * ignores the signal. Work is not started after the deadline.
 */
export async function untilDeadline<Value>(
  options: { readonly deadline: Deadline; readonly now: Date; readonly signal: AbortSignal },
  work: (signal: AbortSignal) => Promise<Value>,
): Promise<Value> {
  const { deadline, now, signal } = options
  if (now >= deadline.at) throw deadline.error
  const controller = new AbortController()
  const remainingMs = deadline.at.getTime() - now.getTime()
  const { promise: passed, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(
    () => {
      controller.abort(deadline.error)
      reject(deadline.error)
    },
    Math.min(remainingMs, LONGEST_TIMER_MS),
  )
  try {
    return await Promise.race([work(AbortSignal.any([signal, controller.signal])), passed])
  } finally {
    clearTimeout(timer)
  }
}

/** Node's timers take at most 32 bits of milliseconds. */
const LONGEST_TIMER_MS = 2 ** 31 - 1

function after(time: Date, seconds: number): Date {
  return new Date(time.getTime() + seconds * 1000)
}
