import type { Json } from '../../json/json.ts'
import { isTimeZone } from '../../time/time-zone.ts'

/** The parts of a format, longest first: letters of Unicode, and texts in quotes. */
export const FORMAT_PARTS =
  /yyyy|yy|MMMM|MMM|MM|M|dd|d|EEEE|EEE|HH|H|hh|h|mm|ss|a|XXX|'(?:[^']|'')*'|[A-Za-z]+|[^A-Za-z']+|'/g

const KNOWN = /^(?:yyyy|yy|MMMM|MMM|MM|M|dd|d|EEEE|EEE|HH|H|hh|h|mm|ss|a|XXX|'(?:[^']|'')*'|[^A-Za-z']+)$/

export const timeUnits = ['seconds', 'minutes', 'hours', 'days', 'weeks', 'months', 'years'] as const
export type TimeUnit = (typeof timeUnits)[number]

/** `day` and `days` are one unit. */
export function unitOf(text: string): TimeUnit | undefined {
  const word = text.trim().toLowerCase()
  return timeUnits.find((unit) => unit === word || unit === `${word}s`)
}

export function checkFormat(format: Json): string | undefined {
  const wrong = (String(format).match(FORMAT_PARTS) ?? []).find((part) => !KNOWN.test(part))
  return wrong === undefined ? undefined : `does not know "${wrong}" in a format; words stand in single quotes`
}

export function checkUnit(unit: Json): string | undefined {
  return unitOf(String(unit)) === undefined ? `takes a unit: ${timeUnits.join(', ')}` : undefined
}

export function checkZone(zone: Json): string | undefined {
  return isTimeZone(String(zone)) ? undefined : 'takes a time zone such as "America/New_York"'
}
