import { type Temporal, weekdayNameOf, zonedTime } from '@patchbay/shared/time'

export interface Hours {
  /** Names such as `Monday`. */
  readonly weekdays: readonly string[]
  /** Such as `09:00`. */
  readonly from: string
  /** Such as `17:00`, which no longer belongs to them. Hours that end no later than they begin go on past midnight. */
  readonly until: string
}

/**
 * Whether an instant lies within hours on the clocks of a time zone (IANA name). Hours past midnight belong to the day on
 * which they begin: Friday from 22:00 until 06:00 includes Saturday at 5:00. Equal ends are 24 hours.
 */
export function isOpen({ weekdays, from, until }: Hours, instant: Date, timeZone: string): boolean {
  const today = zonedTime(instant, timeZone)
  const time = today.toPlainTime().toString({ smallestUnit: 'minute' })
  const isDay = (day: Temporal.ZonedDateTime) => weekdays.includes(weekdayNameOf(day))
  const hasBegun = isDay(today) && time >= from
  if (from < until) return hasBegun && time < until
  return hasBegun || (isDay(today.subtract({ days: 1 })) && time < until)
}
