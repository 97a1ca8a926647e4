import { AppError } from '@patchbay/shared/errors'
import type { WaitUnit } from './definition.ts'
import { instantOf, isWallTime, type WallTime, wallTimeAt } from './zoned-time.ts'

/** Longest wait; further off somebody has mistyped. */
const LONGEST_DAYS = 366
const DAY_MS = 86_400_000

const unitMs = { seconds: 1_000, minutes: 60_000, hours: 3_600_000 } as const

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
  const wall = wallTimeAt(now, timeZone)
  const days = whole === 0 ? now.getTime() : instantOf({ ...wall, day: wall.day + whole }, timeZone).getTime()
  // The clock on the wall has no milliseconds.
  const rest = whole === 0 ? 0 : now.getMilliseconds()
  return within(new Date(days + rest + (number - whole) * DAY_MS), now)
}

const timeOfDay = /^(\d{1,2}):(\d\d)(?::(\d\d))?$/
const dateAndTime = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d{1,2}):(\d\d)(?::(\d\d)(?:\.\d+)?)?)?$/
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
  const today: WallTime = { ...wallTimeAt(now, timeZone), hour, minute, second }
  if (!isWallTime(today)) return undefined
  const soon = instantOf(today, timeZone)
  return soon > now ? soon : instantOf({ ...today, day: today.day + 1 }, timeZone)
}

function readDate(text: string, timeZone: string): Date | undefined {
  const match = dateAndTime.exec(text)
  if (match === null) return undefined
  const numbers = match.slice(1).map((part) => Number(part ?? 0))
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = numbers
  const wall = { year, month, day, hour, minute, second }
  return isWallTime(wall) ? instantOf(wall, timeZone) : undefined
}

function readOffset(text: string): Date | undefined {
  if (!withOffset.test(text)) return undefined
  const moment = new Date(text.replace(' ', 'T'))
  return Number.isNaN(moment.getTime()) ? undefined : moment
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
