import { AppError } from '@patchbay/shared/errors'
import type { ActiveRun } from './active-run.ts'
import type { PlanAction } from './plan.ts'

/** A moment past which a step may not go on, and why. */
export interface Deadline {
  readonly at: Date
  readonly error: AppError
}

/** The nearer of the step's own deadline and the run's; undefined when neither is set. */
export function deadlineOf(run: ActiveRun, node: PlanAction, startedAt: Date): Deadline | undefined {
  const ofRun = runDeadline(run)
  if (node.deadlineSeconds === undefined) return ofRun
  const at = after(startedAt, node.deadlineSeconds)
  if (ofRun !== undefined && ofRun.at <= at) return ofRun
  const message = `The action took longer than its deadline of ${node.deadlineSeconds} s.`
  const help = `Raise Deadline in #${node.id} ${node.name}, or keep the On Failure path for such moments.`
  return { at, error: new AppError('TIMEOUT', message, { extra: { help } }) }
}

/** When the run has to be through, counted from its first action. */
export function runDeadline({ plan, beganAt }: ActiveRun): Deadline | undefined {
  const { maxDurationSeconds } = plan.settings
  if (maxDurationSeconds === undefined || beganAt === null) return undefined
  const message = `The run took longer than ${maxDurationSeconds} s.`
  const help = 'Raise "Longest run" in the settings of the flow, or shorten its waits.'
  return { at: after(beganAt, maxDurationSeconds), error: new AppError('RUN_TOO_LONG', message, { extra: { help } }) }
}

/**
 * Does the work until the deadline: then its signal aborts and the deadline's error is thrown, also when the work
 * does not listen. Past the deadline it is not begun.
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

/** Timers of Node hold 32 bits of milliseconds. */
const LONGEST_TIMER_MS = 2 ** 31 - 1

function after(time: Date, seconds: number): Date {
  return new Date(time.getTime() + seconds * 1000)
}
