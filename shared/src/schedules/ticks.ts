import { type Cron, parseCron } from './cron.ts'
import { type Schedule, weekdayNames } from './schedule.ts'
import { calendarOf, createZoneClock, daysInMonth, weekdayOf, type ZoneClock } from './zone-time.ts'

const MINUTE_MS = 60_000
const MINUTES_OF_DAY = 1_440
/** 29 February can be eight years away. */
const LOOK_AHEAD_DAYS = 8 * 366 + 31

/**
 * Every instant after `from`, up to and including `to`, at which the schedule is due in the zone, oldest first.
 *
 * Where the clocks change:
 * - Times of day (daily, weekdays, weekly, monthly, and cron whose hours are limited) come once a day. A time
 *   that the clock is put forward over comes at the moment of the change, and one that exists twice comes the
 *   first time. Times that fall together that way are one tick.
 * - `hourly`, and cron whose hour is `*`, come whenever the clock shows their minute: not in the hour that is
 *   left out, and in both that are alike.
 * - `minutes` counts elapsed time from midnight and takes no notice.
 *
 * @throws RangeError for a name that is no time zone
 */
export function ticksBetween(schedule: Schedule, from: Date, to: Date, timeZone: string): Date[] {
  const ticks: Date[] = []
  for (const tick of ticksAfter(schedule, from, timeZone, to)) {
    if (tick > to.getTime()) break
    ticks.push(new Date(tick))
  }
  return ticks
}

/** The next `count` ticks after `from`; fewer, or none, for a schedule that is never due. */
export function nextTicks(schedule: Schedule, from: Date, timeZone: string, count: number): Date[] {
  const ticks: Date[] = []
  if (count <= 0) return ticks
  for (const tick of ticksAfter(schedule, from, timeZone)) {
    if (ticks.push(new Date(tick)) >= count) break
  }
  return ticks
}

function* ticksAfter(schedule: Schedule, from: Date, timeZone: string, to?: Date): Generator<number> {
  const rule = ruleOf(schedule)
  if (rule === undefined) return
  const clock = createZoneClock(timeZone)
  const firstDay = clock.dayAt(from.getTime())
  const lastDay = to === undefined ? firstDay + LOOK_AHEAD_DAYS : clock.dayAt(to.getTime())
  let last = from.getTime()
  for (let day = firstDay; day <= lastDay; day += 1) {
    if (!rule.isOn(day)) continue
    for (const tick of rule.ticksOf(day, clock)) {
      if (tick > last) yield tick
      last = Math.max(last, tick)
    }
  }
}

interface TickRule {
  isOn(day: number): boolean
  /** Instants of this local day, in order. */
  ticksOf(day: number, clock: ZoneClock): number[]
}

/** Undefined for a cron expression that cannot be read. */
function ruleOf(schedule: Schedule): TickRule | undefined {
  switch (schedule.kind) {
    case 'minutes':
      return { isOn: () => true, ticksOf: (day, clock) => elapsed(day, clock, schedule.every) }
    case 'hourly':
      return { isOn: () => true, ticksOf: (day, clock) => wheneverShown(day, clock, new Set([schedule.minute])) }
    case 'daily':
      return timesOn(() => true, schedule.time)
    case 'weekdays':
      return timesOn((day) => weekdayOf(day) % 6 !== 0, schedule.time)
    case 'weekly': {
      const chosen = new Set(schedule.weekdays.map((name) => weekdayNames.indexOf(name)))
      return timesOn((day) => chosen.has(weekdayOf(day)), schedule.time)
    }
    case 'monthly':
      return timesOn((day) => isDayOfMonth(day, schedule.dayOfMonth), schedule.time)
    case 'cron': {
      const parsed = parseCron(schedule.expression)
      return 'cron' in parsed ? cronRule(parsed.cron) : undefined
    }
  }
}

function timesOn(isOn: (day: number) => boolean, time: string): TickRule {
  const [hour, minute] = time.split(':').map(Number)
  const minuteOfDay = (hour ?? 0) * 60 + (minute ?? 0)
  return { isOn, ticksOf: (day, clock) => [clock.instantOf(day, minuteOfDay)] }
}

function cronRule(cron: Cron): TickRule {
  const isOn = (day: number) => isCronDay(day, cron)
  if (cron.hours.size === 24) return { isOn, ticksOf: (day, clock) => wheneverShown(day, clock, cron.minutes) }
  const hours = [...cron.hours].sort((a, b) => a - b)
  const minutes = [...cron.minutes].sort((a, b) => a - b)
  const times = hours.flatMap((hour) => minutes.map((minute) => hour * 60 + minute))
  return { isOn, ticksOf: (day, clock) => times.map((time) => clock.instantOf(day, time)) }
}

function isCronDay(day: number, { daysOfMonth, months, weekdays, bothDays }: Cron): boolean {
  const date = calendarOf(day)
  if (!months.has(date.month)) return false
  const fitsMonth = daysOfMonth.has(date.day)
  const fitsWeek = weekdays.has(weekdayOf(day))
  return bothDays ? fitsMonth && fitsWeek : fitsMonth || fitsWeek
}

function isDayOfMonth(day: number, wanted: number): boolean {
  const date = calendarOf(day)
  return date.day === Math.min(wanted, daysInMonth(date))
}

function elapsed(day: number, clock: ZoneClock, everyMinutes: number): number[] {
  const begin = clock.instantOf(day, 0)
  const count = Math.ceil((clock.instantOf(day + 1, 0) - begin) / (everyMinutes * MINUTE_MS))
  return Array.from({ length: count }, (_, index) => begin + index * everyMinutes * MINUTE_MS)
}

function wheneverShown(day: number, clock: ZoneClock, minutes: ReadonlySet<number>): number[] {
  const begin = clock.instantOf(day, 0)
  const end = clock.instantOf(day + 1, 0)
  const all = Array.from({ length: Math.round((end - begin) / MINUTE_MS) }, (_, index) => index)
  const isPlain = all.length === MINUTES_OF_DAY && clock.offsetAt(begin) === clock.offsetAt(end - 1)
  const shown = (minute: number) => (isPlain ? minute : clock.minuteAt(begin + minute * MINUTE_MS))
  return all.filter((minute) => minutes.has(shown(minute) % 60)).map((minute) => begin + minute * MINUTE_MS)
}
