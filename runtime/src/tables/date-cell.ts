import { localTimeText, zonedTime } from '@patchbay/shared/time'

const DAY = /^\d{4}-\d\d-\d\d$/
const TIME = /^([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:\.\d+)?)?$/
const OFFSET = /(Z|[+-]\d\d:?\d\d)$/i

/**
 * A date of a cell as `2026-01-31`, or with a time of day as `2026-01-31T09:30`: what a calendar on the wall shows, in no
 * zone. Such texts are in order of time when they are in order of their characters. Undefined for what is no date.
 * @param timeZone on whose clocks a moment with an offset from UTC is read
 */
export function dateOf(given: string, timeZone?: string): string | undefined {
  const text = given.trim().replace(/^(\d{4}-\d\d-\d\d) +(?=\d)/, '$1T')
  const [day = '', time, ...more] = text.split('T')
  if (more.length > 0 || !isDay(day)) return undefined
  if (time === undefined) return day
  if (!OFFSET.test(time)) return withTime(day, time)
  const moment = new Date(text.replace(/([+-]\d\d)(\d\d)$/, '$1:$2').replace(/z$/, 'Z'))
  if (timeZone === undefined || Number.isNaN(moment.getTime())) return undefined
  const [localDay = '', localTime = ''] = localTimeText(zonedTime(moment, timeZone)).split('T')
  return withTime(localDay, localTime.slice(0, 8))
}

/** Whether a date of `dateOf` stands for the whole day. */
export function isWholeDay(date: string): boolean {
  return DAY.test(date)
}

/** Whether the calendar has it. */
function isDay(text: string): boolean {
  if (!DAY.test(text)) return false
  const date = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
}

/** Seconds are kept where there are some. */
function withTime(day: string, time: string): string | undefined {
  const match = TIME.exec(time.trim())
  if (match === null) return undefined
  const [, hour, minute, second = '00'] = match
  return `${day}T${hour}:${minute}${second === '00' ? '' : `:${second}`}`
}
