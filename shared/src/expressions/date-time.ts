import type { JsonObject } from '../json/json.ts'
import { localTimeText, monthNames, weekdayNameOf, zonedTime } from '../time/index.ts'

/** Fields of `$DateTime` with their samples, in the order in which they are offered. All are texts. */
export const dateTimeFields = [
  { name: 'currentTime', sample: '12:00' },
  { name: 'currentTimeText', sample: '1200' },
  { name: 'currentDateText', sample: 'January 1, 2020' },
  { name: 'currentMonthText', sample: 'January' },
  { name: 'currentDayText', sample: '01' },
  { name: 'currentYear', sample: '2020' },
  { name: 'currentDayofWeek', sample: 'Wednesday' },
  { name: 'iso', sample: '2020-01-01T12:00:00-05:00' },
  { name: 'date', sample: '2020-01-01' },
  { name: 'hour', sample: '12' },
  { name: 'minute', sample: '00' },
  { name: 'timeZone', sample: 'America/New_York' },
] as const

/** Name of a field of `$DateTime`. */
export type DateTimeField = (typeof dateTimeFields)[number]['name']

/**
 * Contents of `$DateTime` at a moment in a time zone (IANA name).
 * @throws AppError INVALID_VALUE for a name that is no time zone
 */
export function dateTimeScope(now: Date, timeZone: string): JsonObject {
  const shown = zonedTime(now, timeZone)
  const iso = localTimeText(shown)
  const [date = '', hour = '', minute = ''] = [iso.slice(0, 10), iso.slice(11, 13), iso.slice(14, 16)]
  const monthText = monthNames[shown.month - 1] ?? ''
  return {
    currentTime: `${hour}:${minute}`,
    currentTimeText: `${hour}${minute}`,
    currentDateText: `${monthText} ${shown.day}, ${shown.year}`,
    currentMonthText: monthText,
    currentDayText: date.slice(8),
    currentYear: date.slice(0, 4),
    currentDayofWeek: weekdayNameOf(shown),
    iso,
    date,
    hour,
    minute,
    timeZone,
  } satisfies Record<DateTimeField, string>
}
