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
  return new CallDeadline(options.timeoutMs, options.signal)
}

/**
 * A class, not an object with a getter: V8 makes a lasting description of each object of the latter kind, which keeps
 * all that its functions know until the next full collection.
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
    // Else what is left of one call would keep the next one, until a full collection.
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
    extra: { help: 'Raise Timeout, or find out why the service is slow.' },
  })
}
