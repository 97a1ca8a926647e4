import type { WeekdayName } from '../time/index.ts'

/** When a flow starts by itself, on the wall clock of a time zone. */
export type Schedule =
  /** Counted from midnight in steps of elapsed time; begins anew at the next midnight. */
  | { readonly kind: 'minutes'; readonly every: number }
  /** Whenever the clock shows this minute of an hour. */
  | { readonly kind: 'hourly'; readonly minute: number }
  /** `time` is `HH:MM`. */
  | { readonly kind: 'daily'; readonly time: string }
  /** Monday to Friday. */
  | { readonly kind: 'weekdays'; readonly time: string }
  | { readonly kind: 'weekly'; readonly time: string; readonly weekdays: readonly WeekdayName[] }
  /** A month that has no such day takes its last one. */
  | { readonly kind: 'monthly'; readonly time: string; readonly dayOfMonth: number }
  | { readonly kind: 'cron'; readonly expression: string }
