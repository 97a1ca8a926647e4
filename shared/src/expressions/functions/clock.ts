import { parsePhoneNumberFromString } from 'libphonenumber-js/min'
import type { Json } from '../../json/json.ts'
import { localTimeText, monthNames, Temporal, weekdayNameOf } from '../../time/index.ts'
import { requireTimeZone } from '../../time/time-zone.ts'
import { FunctionFault, quoted } from './function-definition.ts'
import { FORMAT_PARTS, type TimeUnit, unitOf } from './time-arguments.ts'

/** What needs calendars, zones and the numbering plans of the world. */
export interface Clock {
  format(value: Json, format: string, timeZone: string): Json
  /** A date stays a date; a time is answered with its distance from UTC. */
  move(value: Json, amount: number, unit: string, timeZone: string): Json
  between(start: Json, end: Json, unit: string, timeZone: string): Json
  phone(text: string, form: string): Json
}

/** Every function throws FunctionFault. In a browser clock-later.ts stands here. */
export const clock: Clock = {
  format: (value, format, timeZone) => asFault(() => formatted(readTime(value, zoneOf(timeZone)).at, format), value),
  move: (value, amount, unit, timeZone) => asFault(() => moved(readTime(value, zoneOf(timeZone)), amount, unit), value),
  between: (start, end, unit, timeZone) =>
    asFault(() => {
      const name = requireUnit(unit)
      const zone = zoneOf(timeZone)
      return readTime(start, zone).at.until(readTime(end, zone).at, { largestUnit: name })[name]
    }, end),
  phone(text, form) {
    const parsed = parsePhoneNumberFromString(text)
    if (parsed === undefined)
      throw new FunctionFault(`${quoted(text)} is not a phone number in full, such as +17865550100.`)
    if (form === 'plain') return parsed.number
    return form === 'national' ? parsed.formatNational() : parsed.formatInternational()
  },
}

interface ReadTime {
  readonly at: Temporal.ZonedDateTime
  /** It was a date without a time. */
  readonly isDate: boolean
}

/** Temporal throws RangeError for dates that do not exist or lie too far away. */
function asFault(work: () => Json, value: Json): Json {
  try {
    return work()
  } catch (error) {
    if (error instanceof FunctionFault) throw error
    throw new FunctionFault(`${quoted(value)} is no date that exists, or leads to none.`)
  }
}

function zoneOf(timeZone: string): string {
  try {
    return requireTimeZone(timeZone)
  } catch {
    throw new FunctionFault(`${quoted(timeZone)} is no time zone.`)
  }
}

const ISO = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?) ?(Z|[+-]\d\d(?::?\d\d)?)?)?$/i
/** As HTTP and mail write them: `Wed, 21 Oct 2026 07:28:00 GMT`. */
const MAIL = /^(?:[A-Z][a-z]{2}, )?(\d{1,2}) ([A-Z][a-z]{2}) (\d{4}) (\d\d:\d\d:\d\d) (GMT|[+-]\d{4})$/
/** Seconds or milliseconds since 1970. */
const COUNT = /^-?\d{9,14}$/

function readTime(value: Json, timeZone: string): ReadTime {
  const text = String(value).trim()
  if (COUNT.test(text)) {
    const count = Number(text)
    const milliseconds = text.length > 11 ? count : count * 1_000
    return { at: Temporal.Instant.fromEpochMilliseconds(milliseconds).toZonedDateTimeISO(timeZone), isDate: false }
  }
  const iso = ISO.exec(text) ?? mailAsIso(text)
  if (iso === null) {
    throw new FunctionFault(`${quoted(value)} is not a date. Dates look like 2026-01-31 or 2026-01-31T09:30:00-05:00.`)
  }
  const [, date = '', time, offset] = iso
  if (time === undefined) return { at: Temporal.PlainDate.from(date).toZonedDateTime(timeZone), isDate: true }
  const local = Temporal.PlainDateTime.from(`${date}T${time}`)
  if (offset === undefined) return { at: local.toZonedDateTime(timeZone), isDate: false }
  const instant = Temporal.Instant.from(`${date}T${time}${offset.toUpperCase()}`)
  return { at: instant.toZonedDateTimeISO(timeZone), isDate: false }
}

function mailAsIso(text: string): readonly string[] | null {
  const [source, day = '', monthText = '', year = '', time = '', offset = ''] = MAIL.exec(text) ?? []
  const month = monthNames.findIndex((name) => name.startsWith(monthText)) + 1
  if (source === undefined || month === 0) return null
  return ['', `${year}-${two(month)}-${day.padStart(2, '0')}`, time, offset === 'GMT' ? 'Z' : offset]
}

function moved({ at, isDate }: ReadTime, amount: number, unit: string): string {
  const name = requireUnit(unit)
  if (!Number.isInteger(amount) || Math.abs(amount) > 10_000_000) {
    throw new FunctionFault(`${amount} is no whole number of ${name}.`)
  }
  const next = at.add({ [name]: amount })
  return isDate && !TIMES.has(name) ? next.toPlainDate().toString() : localTimeText(next)
}

const TIMES: ReadonlySet<TimeUnit> = new Set<TimeUnit>(['seconds', 'minutes', 'hours'])

function requireUnit(unit: string): TimeUnit {
  const name = unitOf(unit)
  if (name === undefined) throw new FunctionFault(`${quoted(unit)} is no unit of time.`)
  return name
}

function formatted(at: Temporal.ZonedDateTime, format: string): string {
  return format.replace(FORMAT_PARTS, (part) => partOf(at, part))
}

const parts: Readonly<Record<string, (at: Temporal.ZonedDateTime) => string>> = {
  yyyy: ({ year }) => String(year).padStart(4, '0'),
  yy: ({ year }) => two(year % 100),
  MMMM: ({ month }) => monthNames[month - 1] ?? '',
  MMM: ({ month }) => (monthNames[month - 1] ?? '').slice(0, 3),
  MM: ({ month }) => two(month),
  M: ({ month }) => String(month),
  dd: ({ day }) => two(day),
  d: ({ day }) => String(day),
  EEEE: (at) => weekdayNameOf(at),
  EEE: (at) => weekdayNameOf(at).slice(0, 3),
  HH: ({ hour }) => two(hour),
  H: ({ hour }) => String(hour),
  hh: ({ hour }) => two(hour % 12 || 12),
  h: ({ hour }) => String(hour % 12 || 12),
  mm: ({ minute }) => two(minute),
  ss: ({ second }) => two(second),
  a: ({ hour }) => (hour < 12 ? 'AM' : 'PM'),
  XXX: (at) => at.offset,
}

function partOf(at: Temporal.ZonedDateTime, part: string): string {
  if (part.startsWith("'")) return part === "''" ? "'" : part.slice(1, -1).replaceAll("''", "'")
  return Object.hasOwn(parts, part) ? (parts[part]?.(at) ?? '') : part
}

function two(value: number): string {
  return String(value).padStart(2, '0')
}
