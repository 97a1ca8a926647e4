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
 * The instant at which the clocks of a time zone show a date and time, in milliseconds since 1970. Schedule and Wait both
 * call this, so the same date and time is the same instant in both:
 * - A time that is left out when clocks go forward is moved by the length of the change: 02:30 is 03:30 on a day on
 *   which 02:00 becomes 03:00.
 * - Of a time that comes twice when clocks go back, the first counts.
 *
 * @throws AppError INVALID_VALUE for a name that is no time zone
 */
export function instantOf(shown: Temporal.PlainDateTime, timeZone: string): number {
  return shown.toZonedDateTime(requireTimeZone(timeZone), { disambiguation: 'compatible' }).epochMilliseconds
}

/**
 * The instant at which a calendar day begins in a time zone, in milliseconds since 1970: midnight, or the first time that
 * the clocks show on a day without a midnight.
 * @throws AppError INVALID_VALUE for a name that is no time zone
 */
export function startOfDay(day: Temporal.PlainDate, timeZone: string): number {
  return day.toZonedDateTime(requireTimeZone(timeZone)).epochMilliseconds
}

/** `2026-01-31T09:00:00-05:00`: what the clocks show, to the second, with their offset from UTC. */
export function localTimeText(shown: Temporal.ZonedDateTime): string {
  return shown.toString({ smallestUnit: 'second', timeZoneName: 'never' })
}
