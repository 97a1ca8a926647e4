import { AppError } from '@patchbay/shared/errors'

/**
 * Each derivation takes some 60 ms of one core, 32 MiB, and one of the four threads that also write the journal and look
 * up names.
 */
const AT_ONCE = 2
/** They wait about half a second. */
const MOST_WAITING = 16

/** Runs the derivation of a password. @throws AppError TOO_MANY_REQUESTS when too many wait already */
export type PasswordWork = <Value>(derive: () => Promise<Value>) => Promise<Value>

/** Bounds how many passwords a process derives at a time, whoever asks, so that nobody can stall all others with it. */
export function createPasswordWork(): PasswordWork {
  const waiting: (() => void)[] = []
  let running = 0
  return async (derive) => {
    if (running >= AT_ONCE) {
      if (waiting.length >= MOST_WAITING) throw tooMany()
      await new Promise<void>((resolve) => waiting.push(resolve))
    } else running += 1
    try {
      return await derive()
    } finally {
      // The place goes to the next one without being free in between.
      const next = waiting.shift()
      if (next === undefined) running -= 1
      else next()
    }
  }
}

function tooMany(): AppError {
  const message = 'Too many people sign in at this moment. Try again in a few seconds.'
  return new AppError('TOO_MANY_REQUESTS', message, { headers: { 'retry-after': '2' } })
}
