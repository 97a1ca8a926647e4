import type { FlowSettings } from '@patchbay/shared/flow'
import { type Schedule, ticksBetween } from '@patchbay/shared/schedules'
import { DAY_MS, MINUTE_MS } from '@patchbay/shared/time'

/** A tick that is later than this counts as missed. */
const LATE_AFTER_MS = 5 * MINUTE_MS
/** How far back missed ticks are caught up. */
const MOST_DAYS_BACK = 30
const MOST_MADE_UP = 1_000

export interface DueTicks {
  /** Ticks that start a run now, oldest first, each with the number of ticks left out before it. */
  readonly start: readonly { readonly tick: Date; readonly missed: number }[]
  /** Number of ticks left out after the last of them. */
  readonly missed: number
}

/**
 * Decides which of the ticks from `due` up to `now` start a run. Ticks that are at most five minutes late do. Of older
 * ones `missedTicks` selects none, the latest or all.
 */
export function dueTicks(options: {
  readonly schedule: Schedule
  readonly timeZone: string
  readonly missedTicks: FlowSettings['missedTicks']
  /** The oldest tick that has not been handled. */
  readonly due: Date
  readonly now: Date
  /** Number of ticks left out before `due`. */
  readonly missedBefore: number
}): DueTicks {
  const { schedule, timeZone, missedTicks = 'skip', due, now } = options
  const from = new Date(Math.max(due.getTime() - 1, now.getTime() - MOST_DAYS_BACK * DAY_MS))
  const ticks = ticksBetween(schedule, from, now, timeZone)
  const onTime = ticks.findIndex((tick) => now.getTime() - tick.getTime() <= LATE_AFTER_MS)
  const late = onTime === -1 ? ticks.length : onTime
  const madeUp = { skip: 0, 'run-once': Math.min(1, late), 'run-all': Math.min(MOST_MADE_UP, late) }[missedTicks]
  const leftOut = options.missedBefore + late - madeUp
  const start = ticks.slice(late - madeUp).map((tick, index) => ({ tick, missed: index === 0 ? leftOut : 0 }))
  return { start, missed: start.length === 0 ? leftOut : 0 }
}
