import { DAY_MS, HOUR_MS, isTimeZone, MINUTE_MS } from '@patchbay/shared/time'
import { serverNow } from './clock.ts'
import { houseZone } from './house-zone.ts'
import { formatTexts as texts } from './texts/formats.ts'

/** `1 change`, `2 changes`, `1,284 runs`. */
export function count(value: number, one: string, many: string): string {
  return `${number(value)} ${plural(value, one, many)}`
}

const pluralRules = new Intl.PluralRules('en-US')

/** The form that fits the number, where the number itself is not said or stands elsewhere in the sentence. */
export function plural(value: number, one: string, many: string): string {
  return pluralRules.select(value) === 'one' ? one : many
}

const digits = new Intl.NumberFormat('en-US')

/** `1,284`. */
export function number(value: number): string {
  return digits.format(value)
}

/**
 * The number of a simulated phone as people read it; all others come from the server as their channel shows them: `+1 786 555 0100` in North America, elsewhere the country code is not
 * cut off, since that needs a table, and the rest stands in groups of three. Anything else stays as it is.
 */
export function phone(value: string): string {
  const american = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(value)
  if (american) return `+1 ${american[1]} ${american[2]} ${american[3]}`
  if (!/^\+\d{7,15}$/.test(value)) return value
  return `+${value.slice(1).replace(/(\d{3})(?=\d{2})/g, '$1 ')}`
}

/** How long something took: `38 ms`, `0.6 s`, `10.1 s`, `4 min`, `2 h 5 min`. */
export function duration(ms: number): string {
  if (ms < 1) return texts.milliseconds('<1')
  if (ms < 100) return texts.milliseconds(String(Math.round(ms)))
  if (ms < 59_950) return texts.seconds((ms / 1000).toFixed(1))
  const minutes = Math.round(ms / 60_000)
  if (minutes < 60) return texts.minutes(String(minutes))
  const [hours, rest] = [String(Math.floor(minutes / 60)), minutes % 60]
  return rest === 0 ? texts.hours(hours) : texts.hoursAndMinutes(hours, String(rest))
}

/** As `duration`, but one step keeps milliseconds below a second: `412 ms`. */
export function stepDuration(ms: number): string {
  return ms >= 100 && ms < 1000 ? texts.milliseconds(String(Math.round(ms))) : duration(ms)
}

/** `1.4 kB`, `5.0 MB`. */
export function bytes(value: number): string {
  if (value < 1000) return texts.bytes(String(value))
  if (value < 1_000_000) return texts.kilobytes((value / 1000).toFixed(1))
  return texts.megabytes((value / 1_000_000).toFixed(1))
}

interface TimeOptions {
  /** Default the present by the server's clock, which wrote the times. */
  readonly now?: Date
  /** IANA name; default that of this Patchbay, else the reader's own. */
  readonly timeZone?: string
}

/** When something was changed: `Just now`, `12 min ago`, `3 h ago`, `Yesterday`, `Nov 18`, `Nov 18, 2025`. */
export function ago(at: string, options: TimeOptions = {}): string {
  const now = nowOf(options)
  const then = new Date(at)
  const minutes = Math.floor((now.getTime() - then.getTime()) / 60_000)
  const days = dayNumber(now, options) - dayNumber(then, options)
  if (days <= 0 || minutes < 60) {
    if (minutes < 1) return texts.justNow
    const isHours = minutes >= 60
    return texts.ago(isHours ? texts.hours(String(Math.floor(minutes / 60))) : texts.minutes(String(minutes)))
  }
  return days === 1 ? texts.yesterday : date(at, options)
}

/** When something will be, within a sentence: `today, 3:40 PM`, `tomorrow, 9:00 AM`, `Dec 18`, `Jan 3, 2027`. */
export function ahead(at: string, options: TimeOptions = {}): string {
  const days = dayNumber(new Date(at), options) - dayNumber(nowOf(options), options)
  if (days > 1) return date(at, options)
  return texts.dayAnd(days === 1 ? texts.tomorrow : texts.laterToday, shortClock(at, options))
}

/** `Nov 18`, with the year when it is not this one. */
export function date(at: string, options: TimeOptions = {}): string {
  const then = new Date(at)
  const isThisYear = parts(then, options).year === parts(nowOf(options), options).year
  return format(then, options, { month: 'short', day: 'numeric', ...(isThisYear ? {} : { year: 'numeric' }) })
}

/** `12:04:11 PM`. */
export function clock(at: string, options: TimeOptions = {}): string {
  return format(new Date(at), options, { hour: 'numeric', minute: '2-digit', second: '2-digit' })
}

/** `12:04 PM`, where seconds say nothing. */
export function shortClock(at: string, options: TimeOptions = {}): string {
  return format(new Date(at), options, { hour: 'numeric', minute: '2-digit' })
}

/** `12 AM`: an hour of a day. */
export function hourOfDay(at: string, options: TimeOptions = {}): string {
  return format(new Date(at), options, { hour: 'numeric' })
}

/** `Sunday, November 29`. */
export function dayInWords(at: string, options: TimeOptions = {}): string {
  return format(new Date(at), options, { weekday: 'long', month: 'long', day: 'numeric' })
}

/** `New York time` of an IANA name; `UTC` as it is. */
export function zoneInWords(timeZone: string): string {
  const place = timeZone.split('/').at(-1)?.replaceAll('_', ' ') ?? timeZone
  return timeZone.includes('/') ? texts.zoneOf(place) : timeZone
}

/** `Nov 18` of a time before today, null of one today. */
export function dayBefore(at: string, options: TimeOptions = {}): string | null {
  const isToday = dayNumber(new Date(at), options) === dayNumber(nowOf(options), options)
  return isToday ? null : date(at, options)
}

/** `Today, 12:04:11 PM`, `Yesterday, 12:04:11 PM`, `Nov 18, 12:04:11 PM`. */
export function dayAndClock(at: string, options: TimeOptions = {}): string {
  const days = dayNumber(nowOf(options), options) - dayNumber(new Date(at), options)
  const day = days === 0 ? texts.today : days === 1 ? texts.yesterday : date(at, options)
  return texts.dayAnd(day, clock(at, options))
}

/** `GMT+9` or `EST` where the clock of the zone shows another time than the reader's own; else null. */
export function foreignZone(at: string, { timeZone }: Pick<TimeOptions, 'timeZone'>): string | null {
  const name = (options: TimeOptions, timeZoneName: 'short' | 'shortOffset') =>
    new Intl.DateTimeFormat('en-US', { timeZoneName, ...zone(options) })
      .formatToParts(new Date(at))
      .find(({ type }) => type === 'timeZoneName')?.value ?? null
  const there: TimeOptions = timeZone === undefined ? {} : { timeZone }
  const here: TimeOptions = { timeZone: ownZone() }
  return name(there, 'shortOffset') === name(here, 'shortOffset') ? null : name(there, 'short')
}

/** `Saturday, January 31 at 9:00 AM` of a local time with its offset, such as `2026-01-31T09:00:00-05:00`. */
export function dayAndTimeInWords(localTime: string): string {
  // The clock of the zone is read as it is written, whatever the reader's own shows.
  const shown = new Date(`${localTime.slice(0, 19)}Z`)
  const day = format(shown, { timeZone: 'UTC' }, { weekday: 'long', month: 'long', day: 'numeric' })
  return texts.dayAt(day, format(shown, { timeZone: 'UTC' }, { hour: 'numeric', minute: '2-digit' }))
}

/** `9 PM` or `9:30 PM` of a time such as `21:30`. */
export function timeOfDay(time: string): string {
  const shown = new Date(`1970-01-01T${time}Z`)
  const minute = time.endsWith(':00') ? {} : ({ minute: '2-digit' } as const)
  return format(shown, { timeZone: 'UTC' }, { hour: 'numeric', ...minute })
}

/** When today began in the zone: the first minute whose calendar day is that of now. */
export function startOfToday(options: TimeOptions = {}): Date {
  const now = nowOf(options)
  const today = dayNumber(now, options)
  let [before, since] = [Math.floor((now.getTime() - 26 * HOUR_MS) / MINUTE_MS), Math.floor(now.getTime() / MINUTE_MS)]
  while (since - before > 1) {
    const middle = Math.floor((before + since) / 2)
    if (dayNumber(new Date(middle * MINUTE_MS), options) === today) since = middle
    else before = middle
  }
  return new Date(since * MINUTE_MS)
}

/**
 * When the clock of the zone shows a local time such as `2026-07-01T23:59`, as a field of date and time gives it; null
 * when it is none. For a time that the clock leaps over it is at most an hour away.
 */
export function instantOf(localTime: string, options: Pick<TimeOptions, 'timeZone'> = {}): Date | null {
  const wanted = Date.parse(`${localTime}Z`)
  if (Number.isNaN(wanted)) return null
  const clocks = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'medium', ...zone(options) })
  const shown = (at: number) => Date.parse(`${clocks.format(at).replace(' ', 'T')}Z`)
  // Where the offset of the first guess is not that of the time meant, the second one has it.
  const near = 2 * wanted - shown(wanted)
  return new Date(near + wanted - shown(near))
}

function nowOf({ now }: TimeOptions): Date {
  return now ?? new Date(serverNow())
}

function format(at: Date, options: TimeOptions, shape: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat('en-US', { ...shape, ...zone(options) }).format(at).replaceAll('\u202f', ' ')
}

/** The zone of this computer. */
export function ownZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone
}

/** A draft may name a zone that does not exist; then times are told as those that belong to no flow. */
function zone({ timeZone }: TimeOptions): { timeZone?: string } {
  const known = [timeZone, houseZone()].find((name) => typeof name === 'string' && isTimeZone(name))
  return typeof known === 'string' ? { timeZone: known } : {}
}

function parts(at: Date, options: TimeOptions): { year: number; month: number; day: number } {
  const formatter = new Intl.DateTimeFormat('en-CA', {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    ...zone(options),
  })
  const [year = 0, month = 1, day = 1] = formatter.format(at).split('-').map(Number)
  return { year, month, day }
}

/** Days since 1970 of the calendar day in the zone. */
function dayNumber(at: Date, options: TimeOptions): number {
  const { year, month, day } = parts(at, options)
  return Math.round(Date.UTC(year, month - 1, day) / DAY_MS)
}
