import type { HourOfToday, Today } from '@patchbay/shared/api'
import { HOUR_MS, SECOND_MS, startOfDay, zonedTime } from '@patchbay/shared/time'
import type { AccountTroubles } from '../store/repositories/account-troubles.ts'
import type { DayCounts, QuarterCounts } from '../store/repositories/day-counts.ts'
import { checkTimeZone } from './check-time-zone.ts'

export interface TodayService {
  /** @throws AppError INVALID_INPUT for what is no time zone */
  get(timeZone: string): Promise<Today>
}

interface TodayOptions {
  readonly counts: DayCounts
  readonly troubles: AccountTroubles
  readonly now: () => Date
  /** Milliseconds on a clock that never goes back. */
  readonly clock: () => number
}

const LEAST_AGE_MS = 5 * SECOND_MS
/** Counting takes at most this share of the time, however many messages a day has. */
const MOST_SHARE = 0.02
const mostZones = 50

interface Counted {
  readonly staleAt: number
  readonly today: Today
}

/** Counts messages, conversations and runs of today by the hour, and remembers what it counted for a moment. */
export function createToday({ counts, troubles, now, clock }: TodayOptions): TodayService {
  const counted = new Map<string, Counted>()
  const counting = new Map<string, Promise<Today>>()

  async function count(timeZone: string): Promise<Today> {
    const startedAt = clock()
    const until = now()
    const day = zonedTime(until, timeZone).toPlainDate()
    const [from, to] = [startOfDay(day, timeZone), startOfDay(day.add({ days: 1 }), timeZone)]
    const [quarters, accounts] = [await counts.since(new Date(from)), await troubles.list(until)]
    const today = { hours: hoursOf(quarters, from, to), accounts, until: until.toISOString() }
    if (counted.size >= mostZones) counted.clear()
    counted.set(timeZone, { today, staleAt: clock() + Math.max(LEAST_AGE_MS, (clock() - startedAt) / MOST_SHARE) })
    return today
  }

  return {
    async get(timeZone) {
      checkTimeZone(timeZone)
      const known = counted.get(timeZone)
      if (known !== undefined && clock() < known.staleAt) return known.today
      const running = counting.get(timeZone) ?? count(timeZone).finally(() => counting.delete(timeZone))
      counting.set(timeZone, running)
      return running
    },
  }
}

/** @param from first and `to` last instant of the day, in milliseconds since 1970 */
function hoursOf(quarters: readonly QuarterCounts[], from: number, to: number): readonly HourOfToday[] {
  const hours = Array.from({ length: Math.ceil((to - from) / HOUR_MS) }, (_, index) => ({
    at: new Date(from + index * HOUR_MS).toISOString(),
    received: 0,
    sent: 0,
    runs: 0,
    failed: 0,
    caught: 0,
    opened: 0,
    closed: 0,
  }))
  for (const { quarter, received, sent, runs, failed, caught, opened, closed } of quarters) {
    const hour = hours[Math.floor((quarter.getTime() - from) / HOUR_MS)]
    if (hour === undefined) continue
    hour.received += received
    hour.sent += sent
    hour.runs += runs
    hour.failed += failed
    hour.caught += caught
    hour.opened += opened
    hour.closed += closed
  }
  return hours
}
