import type { Json } from '@patchbay/shared/json'
import { Temporal, zonedTime } from '@patchbay/shared/time'
import { textOf } from '../../../kit/values.ts'

export interface Holidays {
  /** `2026-11-26`, or `12-25` for every year. */
  readonly days: ReadonlySet<string>
  /** Lines that begin with no date. */
  readonly unreadable: readonly string[]
}

/** Reads dates from a list, or from a text with one on each line; words may follow a date. */
export function readHolidays(dates: Json): Holidays {
  const lines: readonly Json[] = Array.isArray(dates) ? dates : textOf(dates).split(/\r?\n/)
  const days = new Set<string>()
  const unreadable: string[] = []
  for (const line of lines) {
    const text = textOf(line).trim()
    const day = DATE.exec(text)?.[1]
    if (day !== undefined && isDay(day)) days.add(day)
    else if (text !== '') unreadable.push(text)
  }
  return { days, unreadable }
}

/** A date with or without its year, and nothing behind it that would make it a longer one. */
const DATE = /^((?:\d{4}-)?\d\d-\d\d)(?![\d-])/

/** Whether an instant falls on one of the days in a time zone (IANA name). */
export function isHoliday({ days }: Holidays, instant: Date, timeZone: string): boolean {
  const today = zonedTime(instant, timeZone).toPlainDate().toString()
  return days.has(today) || days.has(today.slice(-'12-25'.length))
}

function isDay(day: string): boolean {
  try {
    // 29 February is a day of every year that has one.
    Temporal.PlainDate.from(day.length > 5 ? day : `2000-${day}`, { overflow: 'reject' })
    return true
  } catch (error) {
    if (error instanceof RangeError) return false
    throw error
  }
}
