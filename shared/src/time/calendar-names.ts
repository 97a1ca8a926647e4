/** From Sunday, as days are numbered in cron. */
export const weekdayNames = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const
export type WeekdayName = (typeof weekdayNames)[number]

export const monthNames = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const

/** Of a Temporal date or date and time, whose Sunday is day 7. */
export function weekdayNameOf(day: { readonly dayOfWeek: number }): WeekdayName {
  return weekdayNames[day.dayOfWeek % 7] ?? 'Sunday'
}
