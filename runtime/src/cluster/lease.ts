import { AppError } from '@patchbay/shared/errors'
import type { Timings } from '../platform/timings.ts'

/** Says whether this process may continue its runs: it may while its heartbeats reach the database. */
export interface Lease {
  /** Called when a heartbeat that was sent at this time has been stored. */
  renew(sentAt: number): void
  /** Called when a heartbeat could not be stored. */
  miss(): void
  isHeld(): boolean
  /** Call it before each outside call. @throws AppError STORE_UNAVAILABLE once another process may own the runs */
  require(): void
  /**
   * Whether a process without heartbeats may be taken for dead: this process itself has reached the database steadily.
   */
  mayJudge(): boolean
  /** The listener is called once each time the lease is lost. */
  onLost(listener: () => void): void
  stop(): void
}

/**
 * A process stops its runs before other processes claim them: `leaseMs` is shorter than `deadAfterMs` and counted from
 * before the heartbeat was sent.
 * @param clock milliseconds on a clock that never goes back and does not stop with the process
 */
export function createLease(
  { leaseMs, patienceMs }: Pick<Timings, 'leaseMs' | 'patienceMs'>,
  clock: () => number = () => performance.now(),
): Lease {
  const listeners = new Set<() => void>()
  let until = Number.POSITIVE_INFINITY
  let isLost = false
  /** Since when no heartbeat has failed. Null after a failure. */
  let steadySince: number | null = Number.NEGATIVE_INFINITY
  let timer: NodeJS.Timeout | undefined

  function check(): boolean {
    if (clock() < until) return !isLost
    if (!isLost) {
      isLost = true
      steadySince = null
      for (const tell of listeners) tell()
    }
    return false
  }

  return {
    renew(sentAt) {
      check()
      until = sentAt + leaseMs
      isLost = clock() >= until
      steadySince ??= clock()
      clearTimeout(timer)
      timer = setTimeout(check, Math.max(0, until - clock())).unref()
    },
    miss() {
      steadySince = null
    },
    isHeld: check,
    require() {
      if (check()) return
      const message = 'The database has not been reached for too long, so another process may go on with the run.'
      throw new AppError('STORE_UNAVAILABLE', message)
    },
    mayJudge: () => steadySince !== null && clock() - steadySince >= patienceMs,
    onLost: (listener) => void listeners.add(listener),
    stop() {
      clearTimeout(timer)
      listeners.clear()
    },
  }
}

/** For a process that uses the database alone. */
export const endlessLease: Lease = {
  renew: () => undefined,
  miss: () => undefined,
  isHeld: () => true,
  require: () => undefined,
  mayJudge: () => true,
  onLost: () => undefined,
  stop: () => undefined,
}
