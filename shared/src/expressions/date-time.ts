import type { JsonObject } from '../json/json.ts'

/** Fields of `$DateTime` with their samples, in the order in which they are offered. */
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
] as const

/** Contents of `$DateTime` at a moment in a time zone (IANA name; UTC when it is not known). */
export function dateTimeScope(now: Date, _timeZone: string): JsonObject {
  return { iso: now.toISOString() }
}
