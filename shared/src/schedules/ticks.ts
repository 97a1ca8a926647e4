import { DAY_MS, instantOf, MINUTE_MS, startOfDay, Temporal, weekdayNameOf, zonedTime } from '../time/index.ts'
import { type Cron, parseCron } from './cron.ts'
import type { Schedule } from './schedule.ts'

/** 29 February can be eight years away. */
const LOOK_AHEAD_DAYS = 8 * 366 + 31

/**
 * Every instant after `from`, up to and including `to`, at which the schedule is due in the zone, oldest first.
 *
 * Where the clocks change:
 * - Times of day (daily, weekdays, weekly, monthly, and cron whose hours are limited) come once a day, at the instant
 *   that `instantOf` gives them. Times that fall together that way are one tick.
 * - `hourly`, and cron whose hour is `*`, come whenever the clock shows their minute: not in the hour that is
 *   left out, and in both that are alike.
 * - `minutes` counts elapsed time from midnight and takes no notice.
 *
 * @throws AppError INVALID_VALUE for a name that is no time zone
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
  const today = zonedTime(from, timeZone).toPlainDate()
  const lastDay = to === undefined ? today.add({ days: LOOK_AHEAD_DAYS }) : zonedTime(to, timeZone).toPlainDate()
  let last = from.getTime()
  /** Ticks of an earlier day that a change of the clocks moved past midnight. */
  let moved: readonly number[] = []
  let day = today.subtract({ days: 1 })
  while (Temporal.PlainDate.compare(day, lastDay) <= 0) {
    const next = day.add({ days: 1 })
    const ticks = rule.isOn(day) ? rule.ticksOf(day, timeZone).filter((tick) => tick > last) : []
    if (moved.length > 0) ticks.push(...moved)
    const end = ticks.length === 0 ? last : startOfDay(next, timeZone)
    moved = ticks.filter((tick) => tick >= end)
    for (const tick of ticks.filter((tick) => tick < end).sort((one, other) => one - other)) {
      if (tick > last) yield tick
      last = Math.max(last, tick)
    }
    day = next
  }
}

type Day = Temporal.PlainDate

interface TickRule {
  isOn(day: Day): boolean
  /** Instants at which the times of this day come, in milliseconds since 1970. */
  ticksOf(day: Day, timeZone: string): number[]
}

/** Undefined for a cron expression that cannot be read. */
function ruleOf(schedule: Schedule): TickRule | undefined {
  switch (schedule.kind) {
    case 'minutes':
      return { isOn: () => true, ticksOf: (day, timeZone) => elapsed(day, timeZone, schedule.every) }
    case 'hourly':
      return { isOn: () => true, ticksOf: (day, timeZone) => wheneverShown(day, timeZone, new Set([schedule.minute])) }
    case 'daily':
      return timesOn(() => true, schedule.time)
    case 'weekdays':
      return timesOn((day) => day.dayOfWeek <= 5, schedule.time)
    case 'weekly':
      return timesOn((day) => schedule.weekdays.includes(weekdayNameOf(day)), schedule.time)
    case 'monthly':
      return timesOn((day) => isDayOfMonth(day, schedule.dayOfMonth), schedule.time)
    case 'cron': {
      const parsed = parseCron(schedule.expression)
      return 'cron' in parsed ? cronRule(parsed.cron) : undefined
    }
  }
}

function timesOn(isOn: (day: Day) => boolean, time: string): TickRule {
  const [hour = 0, minute = 0] = time.split(':').map(Number)
  return { isOn, ticksOf: (day, timeZone) => [instantOf(day.toPlainDateTime({ hour, minute }), timeZone)] }
}

function cronRule(cron: Cron): TickRule {
  const isOn = (day: Day) => isCronDay(day, cron)
  if (cron.hours.size === 24) return { isOn, ticksOf: (day, timeZone) => wheneverShown(day, timeZone, cron.minutes) }
  const times = [...cron.hours].flatMap((hour) => [...cron.minutes].map((minute) => ({ hour, minute })))
  return { isOn, ticksOf: (day, timeZone) => times.map((time) => instantOf(day.toPlainDateTime(time), timeZone)) }
}

function isCronDay(day: Day, { daysOfMonth, months, weekdays, bothDays }: Cron): boolean {
  if (!months.has(day.month)) return false
  const fitsMonth = daysOfMonth.has(day.day)
  // Sunday is 0 there and 7 in Temporal.
  const fitsWeek = weekdays.has(day.dayOfWeek % 7)
  return bothDays ? fitsMonth && fitsWeek : fitsMonth || fitsWeek
}

function isDayOfMonth(day: Day, wanted: number): boolean {
  return day.day === Math.min(wanted, day.daysInMonth)
}

function elapsed(day: Day, timeZone: string, everyMinutes: number): number[] {
  const { begin, lengthMs } = boundsOf(day, timeZone)
  const count = Math.ceil(lengthMs / (everyMinutes * MINUTE_MS))
  return Array.from({ length: count }, (_, index) => begin + index * everyMinutes * MINUTE_MS)
}

function wheneverShown(day: Day, timeZone: string, minutes: ReadonlySet<number>): number[] {
  const { begin, lengthMs } = boundsOf(day, timeZone)
  const instants = Array.from({ length: Math.round(lengthMs / MINUTE_MS) }, (_, index) => begin + index * MINUTE_MS)
  const offsetAt = (instant: number) => zonedTime(new Date(instant), timeZone).offsetNanoseconds
  // On a day without a change the minutes are counted, which is faster than converting each one.
  const isPlain = lengthMs === DAY_MS && offsetAt(begin) === offsetAt(begin + lengthMs - 1)
  if (isPlain) return instants.filter((_, index) => minutes.has(index % 60))
  return instants.filter((instant) => minutes.has(zonedTime(new Date(instant), timeZone).minute))
}

function boundsOf(day: Day, timeZone: string): { readonly begin: number; readonly lengthMs: number } {
  const begin = startOfDay(day, timeZone)
  return { begin, lengthMs: startOfDay(day.add({ days: 1 }), timeZone) - begin }
}
