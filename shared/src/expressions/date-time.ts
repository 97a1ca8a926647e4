import type { JsonObject } from '../json/json.ts'

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
] as const

/** Name of a field of `$DateTime`. */
export type DateTimeField = (typeof dateTimeFields)[number]['name']

/** Contents of `$DateTime` at a moment in a time zone (IANA name; UTC when it is not known). */
export function dateTimeScope(now: Date, timeZone: string): JsonObject {
  const part = new Map(
    formatterOf(timeZone)
      .formatToParts(now)
      .map(({ type, value }) => [type, value]),
  )
  const field = (type: Intl.DateTimeFormatPartTypes) => part.get(type) ?? ''
  const [year, month, day, hour, minute] = [field('year'), field('month'), field('day'), field('hour'), field('minute')]
  const monthText = MONTHS[Number(month) - 1] ?? ''
  const offset = field('timeZoneName').replace('GMT', '') || '+00:00'
  return {
    currentTime: `${hour}:${minute}`,
    currentTimeText: `${hour}${minute}`,
    currentDateText: `${monthText} ${Number(day)}, ${year}`,
    currentMonthText: monthText,
    currentDayText: day,
    currentYear: year,
    currentDayofWeek: field('weekday'),
    iso: `${year}-${month}-${day}T${hour}:${minute}:${field('second')}${offset}`,
    date: `${year}-${month}-${day}`,
    hour,
    minute,
  } satisfies Record<DateTimeField, string>
}

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]

/** Making a formatter costs far more than using it, and flows name few time zones. */
const formatters = new Map<string, Intl.DateTimeFormat>()

function formatterOf(timeZone: string): Intl.DateTimeFormat {
  const known = formatters.get(timeZone)
  if (known !== undefined) return known
  try {
    const made = makeFormatter(timeZone)
    formatters.set(timeZone, made)
    return made
  } catch (error) {
    if (error instanceof RangeError && timeZone !== 'UTC') return formatterOf('UTC')
    throw error
  }
}

function makeFormatter(timeZone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    weekday: 'long',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'longOffset',
  })
}
