import { Temporal, zonedTime } from '@patchbay/shared/time'

/** A part of the day in which no messages are sent, such as from 21:00 to 08:00. */
export interface Hours {
  /** `HH:MM` on the clocks of the contact. */
  readonly from: string
  readonly to: string
}

/**
 * When a message may be sent: now, or the end of the quiet hours. The clocks of all zones have to be outside of them. Where
 * no time of a day is outside in all zones, the first time with the fewest zones in quiet hours counts.
 */
export function allowedAt(now: Date, hours: Hours, zones: readonly string[]): Date {
  const from = Temporal.PlainTime.from(hours.from)
  const to = Temporal.PlainTime.from(hours.to)
  const quietZones = (at: Date) => zones.filter((zone) => isWithin(zonedTime(at, zone).toPlainTime(), from, to)).length

  let best = { at: now, quiet: quietZones(now) }
  if (best.quiet === 0) return now
  for (const at of endsOf(now, to, zones)) {
    const quiet = quietZones(at)
    if (quiet < best.quiet) best = { at, quiet }
  }
  return best.at
}

/** The next end of the quiet hours in each zone, in order. Only there a zone leaves them. */
function endsOf(now: Date, to: Temporal.PlainTime, zones: readonly string[]): readonly Date[] {
  const ends = zones.map((zone) => {
    const here = zonedTime(now, zone)
    const today = here.withPlainTime(to)
    const next = today.epochMilliseconds > now.getTime() ? today : here.add({ days: 1 }).withPlainTime(to)
    return next.epochMilliseconds
  })
  return [...new Set(ends)].sort((one, other) => one - other).map((ms) => new Date(ms))
}

/** Hours that begin in the evening end on the next day. */
function isWithin(time: Temporal.PlainTime, from: Temporal.PlainTime, to: Temporal.PlainTime): boolean {
  const isAfterFrom = Temporal.PlainTime.compare(time, from) >= 0
  const isBeforeTo = Temporal.PlainTime.compare(time, to) < 0
  return Temporal.PlainTime.compare(from, to) <= 0 ? isAfterFrom && isBeforeTo : isAfterFrom || isBeforeTo
}
