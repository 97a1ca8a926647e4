import { AppError } from '@patchbay/shared/errors'
import { DAY_MS, HOUR_MS, instantOf, MINUTE_MS, SECOND_MS, Temporal, zonedTime } from '@patchbay/shared/time'
import type { WaitUnit } from './definition.ts'

/** Longest wait; further off somebody has mistyped. */
const LONGEST_DAYS = 366

const unitMs = { seconds: SECOND_MS, minutes: MINUTE_MS, hours: HOUR_MS } as const

/**
 * When a wait of this length ends. Whole days end at the same time of day, also across a change of the clocks.
 * @throws AppError INVALID_VALUE
 */
export function endOfDuration(amount: string, unit: WaitUnit, now: Date, timeZone: string): Date {
  const text = amount.trim()
  const number = /^\d+([.,]\d+)?$/.test(text) ? Number(text.replace(',', '.')) : Number.NaN
  if (Number.isNaN(number)) throw notReadable('How long', amount, 'Write a number, such as 30 or 1.5.')
  if (unit !== 'days') return within(new Date(now.getTime() + number * unitMs[unit]), now)
  const whole = Math.floor(number)
  if (whole > LONGEST_DAYS) throw tooLong()
  const sameTimeOfDay = zonedTime(now, timeZone).add({ days: whole }).epochMilliseconds
  return within(new Date(sameTimeOfDay + (number - whole) * DAY_MS), now)
}

const timeOfDay = /^(\d{1,2}):(\d\d)(?::(\d\d))?$/
const dateAndTime = /^([1-9]\d{3})-(\d\d)-(\d\d)(?:[T ](\d{1,2}):(\d\d)(?::(\d\d)(?:\.\d+)?)?)?$/
const withOffset = /^\d{4}-\d\d-\d\d[T ]\d{1,2}:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)$/i

/**
 * The moment that a time of day (its next occurrence), a date (its beginning) or both mean in a zone. A time with
 * an offset of its own is taken as it is. May be in the past.
 * @throws AppError INVALID_VALUE
 */
export function momentOf(until: string, now: Date, timeZone: string): Date {
  const text = until.trim()
  const moment = readTimeOfDay(text, now, timeZone) ?? readDate(text, timeZone) ?? readOffset(text)
  if (moment !== undefined) return within(moment, now)
  throw notReadable('Until', until, 'Write a time of day (09:00), a date (2026-12-24) or both (2026-12-24 18:30).')
}

function readTimeOfDay(text: string, now: Date, timeZone: string): Date | undefined {
  const match = timeOfDay.exec(text)
  if (match === null) return undefined
  const [hour = 0, minute = 0, second = 0] = match.slice(1).map((part) => Number(part ?? 0))
  const today = zonedTime(now, timeZone).toPlainDate()
  return read(() => {
    const time = Temporal.PlainTime.from({ hour, minute, second }, { overflow: 'reject' })
    const soon = instantOf(today.toPlainDateTime(time), timeZone)
    return soon > now.getTime() ? soon : instantOf(today.add({ days: 1 }).toPlainDateTime(time), timeZone)
  })
}

function readDate(text: string, timeZone: string): Date | undefined {
  const match = dateAndTime.exec(text)
  if (match === null) return undefined
  const numbers = match.slice(1).map((part) => Number(part ?? 0))
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = numbers
  const fields = { year, month, day, hour, minute, second }
  return read(() => instantOf(Temporal.PlainDateTime.from(fields, { overflow: 'reject' }), timeZone))
}

function readOffset(text: string): Date | undefined {
  return withOffset.test(text) ? read(() => Temporal.Instant.from(text).epochMilliseconds) : undefined
}

/** Undefined for a date that the calendar and a time that the day does not have. */
function read(instant: () => number): Date | undefined {
  try {
    return new Date(instant())
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}

function within(moment: Date, now: Date): Date {
  if (moment.getTime() - now.getTime() > LONGEST_DAYS * DAY_MS) throw tooLong()
  return moment
}

function tooLong(): AppError {
  const help = 'Look at the variables that say how long.'
  return new AppError('INVALID_VALUE', `A run cannot wait for more than ${LONGEST_DAYS} days.`, { extra: { help } })
}

function notReadable(title: string, value: string, help: string): AppError {
  const shown = value.trim() === '' ? 'is empty' : `cannot be read: "${value.slice(0, 60)}"`
  return new AppError('INVALID_VALUE', `${title} ${shown}.`, { extra: { help } })
}
