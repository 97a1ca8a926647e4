import { AppError } from '@patchbay/shared/errors'

/** Ends a call when its time is up or its caller aborts it. */
export interface Deadline {
  /** Why the call must end; undefined while it may continue. */
  readonly reason: AppError | undefined
  /**
   * Calls the listener once; immediately when the deadline has passed already. Keeps one listener: a later one replaces
   * it.
   */
  onPassed(listener: (reason: AppError) => void): void
  stop(): void
}

/** `timeoutMs` also covers redirects and bodies. */
export function startDeadline(options: { readonly timeoutMs: number; readonly signal?: AbortSignal }): Deadline {
  return new CallDeadline(options.timeoutMs, options.signal)
}

/**
 * A class, not an object with a getter: for each such object V8 makes a permanent hidden class, which keeps everything
 * that the object's functions close over until the next full collection.
 */
class CallDeadline implements Deadline {
  reason: AppError | undefined
  #listener: ((reason: AppError) => void) | undefined
  readonly #timer: NodeJS.Timeout
  readonly #signal: AbortSignal | undefined

  constructor(timeoutMs: number, signal: AbortSignal | undefined) {
    this.#timer = setTimeout(() => this.#pass(timedOut(timeoutMs)), timeoutMs)
    this.#signal = signal
    if (signal?.aborted === true) this.#giveUp()
    else signal?.addEventListener('abort', this.#giveUp)
  }

  onPassed(listener: (reason: AppError) => void): void {
    this.#listener = listener
    if (this.reason !== undefined) listener(this.reason)
  }

  stop(): void {
    clearTimeout(this.#timer)
    // Otherwise the rest of one call would keep the next one in memory until a full collection.
    this.#listener = undefined
    this.#signal?.removeEventListener('abort', this.#giveUp)
  }

  readonly #giveUp = () => this.#pass(reasonOf(this.#signal))

  #pass(reason: AppError): void {
    if (this.reason !== undefined) return
    this.reason = reason
    this.#listener?.(reason)
  }
}

function reasonOf(signal: AbortSignal | undefined): AppError {
  const reason: unknown = signal?.reason
  return reason instanceof AppError ? reason : new AppError('CANCELLED', 'The call was cancelled.', { cause: reason })
}

function timedOut(timeoutMs: number): AppError {
  const seconds = timeoutMs / 1000
  return new AppError('TIMEOUT', `No reply in ${seconds} ${seconds === 1 ? 'second' : 'seconds'}`, {
    extra: { help: 'Ask the operator of the service why it is slow.' },
  })
}
