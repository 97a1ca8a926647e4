/** A day of the calendar; months count from 1. */
export interface LocalDay {
  readonly year: number
  readonly month: number
  readonly day: number
}

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000

/** A time zone's clock. Days are counted from 1970-01-01, which was a Thursday, and minutes within a day. */
export interface ZoneClock {
  /** The day that the calendar shows at this instant. */
  dayAt(instant: number): number
  /** Minutes since midnight that the clock shows at this instant. */
  minuteAt(instant: number): number
  /**
   * When the clock shows this minute of this day: the first time where it does so twice; where the clock is put
   * forward over it, the moment at which that happens.
   */
  instantOf(day: number, minute: number): number
  /** Milliseconds that the clock is ahead of UTC. */
  offsetAt(instant: number): number
}

/** @throws RangeError for a name that is no time zone */
export function createZoneClock(timeZone: string): ZoneClock {
  const offsetAt = createOffsetReader(timeZone)
  const shownAt = (instant: number) => instant + offsetAt(instant)

  return {
    offsetAt,
    dayAt: (instant) => Math.floor(shownAt(instant) / DAY_MS),
    minuteAt: (instant) => Math.floor((((shownAt(instant) % DAY_MS) + DAY_MS) % DAY_MS) / MINUTE_MS),
    instantOf(day, minute) {
      const shown = day * DAY_MS + minute * MINUTE_MS
      // The clock is changed at most once within two days.
      const before = offsetAt(shown - DAY_MS)
      const after = offsetAt(shown + DAY_MS)
      const candidates = [shown - before, shown - after].filter((instant) => shownAt(instant) === shown)
      if (candidates.length > 0) return Math.min(...candidates)
      return changeBetween(shown - after, shown - before, offsetAt)
    },
  }
}

/** The first instant at which the later offset holds. */
function changeBetween(from: number, to: number, offsetAt: (instant: number) => number): number {
  const old = offsetAt(from)
  let [low, high] = [from, to]
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (offsetAt(middle) === old) low = middle
    else high = middle
  }
  return high
}

function createOffsetReader(timeZone: string): (instant: number) => number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  return (instant) => {
    const parts = new Map(format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]))
    const read = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0
    const shown = Date.UTC(read('year'), read('month') - 1, read('day'), read('hour'), read('minute'), read('second'))
    return shown - Math.floor(instant / 1000) * 1000
  }
}

/** `2026-01-31T09:00:00-05:00`: what the clock of the zone shows, with its offset. */
export function localTimeText(time: Date, timeZone: string): string {
  const offset = createZoneClock(timeZone).offsetAt(time.getTime())
  return `${new Date(time.getTime() + offset).toISOString().slice(0, 19)}${offsetText(offset)}`
}

function offsetText(offset: number): string {
  const minutes = Math.abs(Math.round(offset / MINUTE_MS))
  const parts = [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, '0'))
  return `${offset < 0 ? '-' : '+'}${parts.join(':')}`
}

export function calendarOf(day: number): LocalDay {
  const date = new Date(day * DAY_MS)
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() }
}

/** 0 is Sunday. */
export function weekdayOf(day: number): number {
  return (((day + 4) % 7) + 7) % 7
}

export function daysInMonth({ year, month }: LocalDay): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate()
}
