/** A date and time of day as a clock on the wall shows it. */
export interface WallTime {
  readonly year: number
  /** 1 to 12. */
  readonly month: number
  readonly day: number
  readonly hour: number
  readonly minute: number
  readonly second: number
}

const DAY_MS = 86_400_000

/** What the clock shows in this zone (IANA name; UTC when it is not known). */
export function wallTimeAt(instant: Date, timeZone: string): WallTime {
  const shifted = new Date(instant.getTime() + offsetMs(instant.getTime(), timeZone))
  return {
    year: shifted.getUTCFullYear(),
    month: shifted.getUTCMonth() + 1,
    day: shifted.getUTCDate(),
    hour: shifted.getUTCHours(),
    minute: shifted.getUTCMinutes(),
    second: shifted.getUTCSeconds(),
  }
}

/**
 * The moment at which the clock in this zone shows this; fields beyond their range carry over (day 32). A time
 * that is skipped when clocks go forward is taken as far behind the change as it lies behind its beginning; of a
 * time that comes twice when they go back it is the first.
 */
export function instantOf(wall: WallTime, timeZone: string): Date {
  const { year, month, day, hour, minute, second } = wall
  const asUtc = new Date(0)
  asUtc.setUTCFullYear(year, month - 1, day)
  asUtc.setUTCHours(hour, minute, second)
  const time = asUtc.getTime()
  const before = offsetMs(time - DAY_MS, timeZone)
  const after = offsetMs(time + DAY_MS, timeZone)
  const moments = [time - before, time - after].filter((moment) => offsetMs(moment, timeZone) === time - moment)
  return new Date(moments.length === 0 ? time - before : Math.min(...moments))
}

/** Whether the calendar has this date and the day this time. */
export function isWallTime({ year, month, day, hour, minute, second }: WallTime): boolean {
  const date = new Date(Date.UTC(year, month - 1, day))
  const isDate = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day
  return isDate && hour <= 23 && minute <= 59 && second <= 59
}

/** How far the clocks of the zone are ahead of UTC. */
function offsetMs(time: number, timeZone: string): number {
  const name = formatterOf(timeZone)
    .formatToParts(time)
    .find(({ type }) => type === 'timeZoneName')?.value
  const [, sign, hours = '0', minutes = '0', seconds = '0'] = /([+-])(\d\d):(\d\d)(?::(\d\d))?/.exec(name ?? '') ?? []
  const size = (Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds)) * 1_000
  return sign === '-' ? -size : size
}

const formatters = new Map<string, Intl.DateTimeFormat>()

function formatterOf(timeZone: string): Intl.DateTimeFormat {
  const known = formatters.get(timeZone)
  if (known !== undefined) return known
  const formatter = makeFormatter(timeZone)
  formatters.set(timeZone, formatter)
  return formatter
}

function makeFormatter(timeZone: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' })
  } catch {
    return new Intl.DateTimeFormat('en-US', { timeZone: 'UTC', timeZoneName: 'longOffset' })
  }
}
