import { type EventLoopUtilization, performance } from 'node:perf_hooks'
import { MAX_RECORDS } from '../store/runs/run-queue.ts'

export interface PaceOptions {
  /** Most runs at once. */
  readonly most: number
  /** Milliseconds on a clock that never goes back. */
  readonly clock: () => number
  /** Share of the time since the last question in which the process had something to do, from 0 to 1. */
  readonly busyShare: () => number
}

/** How many runs may work at once. */
export interface Pace {
  /** The process gets no more done, however many runs work at once. */
  readonly isShortOfTime: boolean
  /** @param waiting runs that could start if there were a place for them */
  slots(waiting: number): number
}

/** So few keep the process busy while others of them wait for the database. */
const LEAST = 48
/** Between two looks at how busy the process is. */
export const LOOK_EVERY_MS = 50
/** For the rest of its time a process that is at its limit still waits for the database. */
const NO_TIME_LEFT = 0.95
const SOME_TIME_LEFT = 0.6

/**
 * The most, except while the process has no time left: more runs at once would then get nothing done sooner, and
 * every acceptance, answer and result would wait behind the turns of all the others; the least, when a crowd waits
 * besides. Where runs wait for slow services there is time left, however many there are.
 */
export function createPace({ most, clock, busyShare }: PaceOptions): Pace {
  const least = Math.min(LEAST, most)
  // So many fill a group of the run writer.
  const enough = Math.min(MAX_RECORDS, most)
  let slots = most
  let lookedAt = clock()
  return {
    get isShortOfTime() {
      return slots < most
    },
    slots(waiting) {
      if (clock() - lookedAt < LOOK_EVERY_MS) return slots
      lookedAt = clock()
      const share = busyShare()
      if (share > NO_TIME_LEFT) slots = waiting > enough ? least : enough
      else if (waiting === 0) slots = most
      else if (share < SOME_TIME_LEFT) slots = Math.min(most, Math.ceil(slots * 1.4))
      return slots
    },
  }
}

/** Of this thread's event loop. */
export function eventLoopShare(): () => number {
  let before: EventLoopUtilization = performance.eventLoopUtilization()
  return () => {
    const now = performance.eventLoopUtilization()
    const { utilization } = performance.eventLoopUtilization(now, before)
    before = now
    return utilization
  }
}
