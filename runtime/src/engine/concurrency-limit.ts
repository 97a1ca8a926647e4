import { type EventLoopUtilization, performance } from 'node:perf_hooks'
import { MAX_RECORDS } from '../store/runs/run-queue.ts'

export interface ConcurrencyLimitOptions {
  /** Most runs at once. */
  readonly most: number
  /** Milliseconds on a clock that never goes back. */
  readonly clock: () => number
  /** Share of the time since the last call in which the event loop was busy, 0 to 1. */
  readonly busyShare: () => number
}

/** How many runs may work at once. */
export interface ConcurrencyLimit {
  /** True while the limit is lowered because the event loop has no time left. */
  readonly isSaturated: boolean
  /** How many runs may work now. @param waiting runs that could start if there were a slot */
  slots(waiting: number): number
}

/** Enough to keep the process busy while others of them wait for the database. */
const LEAST = 48
/** Pause between two checks of how busy the process is. */
export const CHECK_EVERY_MS = 50
/** A saturated process is still idle for a few per cent of the time, while it waits for the database. */
const SATURATED = 0.95
const RELAXED = 0.6

/**
 * An adaptive limit on concurrent runs. It is `most` while the event loop has time left, which is so even with many
 * runs as long as they wait for slow services. A saturated process finishes no sooner with more runs at once, and every
 * acceptance and result would queue behind their callbacks: it gets as many as fill a group of the run writer, and the
 * least when more than that wait.
 */
export function createConcurrencyLimit({ most, clock, busyShare }: ConcurrencyLimitOptions): ConcurrencyLimit {
  const least = Math.min(LEAST, most)
  // As many as fill a group of the run writer.
  const enough = Math.min(MAX_RECORDS, most)
  let slots = most
  let checkedAt = clock()
  return {
    get isSaturated() {
      return slots < most
    },
    slots(waiting) {
      if (clock() - checkedAt < CHECK_EVERY_MS) return slots
      checkedAt = clock()
      const share = busyShare()
      if (share > SATURATED) slots = waiting > enough ? least : enough
      else if (waiting === 0) slots = most
      else if (share < RELAXED) slots = Math.min(most, Math.ceil(slots * 1.4))
      return slots
    },
  }
}

/** Returns a function that tells how busy this thread's event loop was since its last call, 0 to 1. */
export function eventLoopShare(): () => number {
  let before: EventLoopUtilization = performance.eventLoopUtilization()
  return () => {
    const now = performance.eventLoopUtilization()
    const { utilization } = performance.eventLoopUtilization(now, before)
    before = now
    return utilization
  }
}
