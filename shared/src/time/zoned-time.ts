import { Temporal } from './temporal.ts'
import { requireTimeZone } from './time-zone.ts'

/**
 * What the clocks of a time zone (IANA name) show at an instant.
 * @throws AppError INVALID_VALUE for a name that is no time zone
 */
export function zonedTime(instant: Date, timeZone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(requireTimeZone(timeZone))
}

/**
 * The instant at which the clocks of a time zone show this, in milliseconds since 1970. Schedule, Wait and whatever else
 * means a time of day by a date and time asks here, so that all mean the same:
 * - A time that is left out when clocks go forward is as long after the change as it would have been without one:
 *   02:30 is 03:30 where 02:00 becomes 03:00.
 * - Of a time that comes twice when they go back it is the first.
 *
 * @throws AppError INVALID_VALUE for a name that is no time zone
 */
export function instantOf(shown: Temporal.PlainDateTime, timeZone: string): number {
  return shown.toZonedDateTime(requireTimeZone(timeZone), { disambiguation: 'compatible' }).epochMilliseconds
}

/**
 * The instant at which a day of the calendar begins in a time zone, in milliseconds since 1970: midnight, or the end of
 * the change that leaves midnight out.
 * @throws AppError INVALID_VALUE for a name that is no time zone
 */
export function startOfDay(day: Temporal.PlainDate, timeZone: string): number {
  return day.toZonedDateTime(requireTimeZone(timeZone)).epochMilliseconds
}

/** `2026-01-31T09:00:00-05:00`: what the clocks show, to the second, with their offset from UTC. */
export function localTimeText(shown: Temporal.ZonedDateTime): string {
  return shown.toString({ smallestUnit: 'second', timeZoneName: 'never' })
}
