import { AppError } from '@patchbay/shared/errors'

/** The end of a call: its time is up, or the caller gives up. */
export interface Deadline {
  /** Why the call has to end; undefined while it may go on. */
  readonly reason: AppError | undefined
  /** Told once, at once when it has passed already. One listener at a time: a later one takes the place. */
  onPassed(listener: (reason: AppError) => void): void
  stop(): void
}

/** `timeoutMs` covers redirects and bodies, too. */
export function startDeadline(options: { readonly timeoutMs: number; readonly signal?: AbortSignal }): Deadline {
  const { timeoutMs, signal } = options
  let reason: AppError | undefined
  let listener: ((reason: AppError) => void) | undefined
  const pass = (why: AppError) => {
    if (reason !== undefined) return
    reason = why
    listener?.(why)
  }
  const giveUp = () => pass(reasonOf(signal))
  const timer = setTimeout(() => pass(timedOut(timeoutMs)), timeoutMs)
  if (signal?.aborted === true) giveUp()
  else signal?.addEventListener('abort', giveUp)
  return {
    get reason() {
      return reason
    },
    onPassed(told) {
      listener = told
      if (reason !== undefined) told(reason)
    },
    stop() {
      clearTimeout(timer)
      // Else what is left of one call would keep the next one, until a full collection.
      listener = undefined
      signal?.removeEventListener('abort', giveUp)
    },
  }
}

function reasonOf(signal: AbortSignal | undefined): AppError {
  const reason: unknown = signal?.reason
  return reason instanceof AppError ? reason : new AppError('CANCELLED', 'The call was cancelled.', { cause: reason })
}

function timedOut(timeoutMs: number): AppError {
  const seconds = timeoutMs / 1000
  return new AppError('TIMEOUT', `No reply in ${seconds} ${seconds === 1 ? 'second' : 'seconds'}`, {
    extra: { help: 'Raise Timeout, or find out why the service is slow.' },
  })
}
