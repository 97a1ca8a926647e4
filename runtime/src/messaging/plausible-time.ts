import { DAY_MS } from '@patchbay/shared/time'

/** Services deliver for up to a day and a half. */
const LATEST_MS = 2 * DAY_MS

/**
 * The service's time of a message, unless its clock is wrong or it is no time: a message from the future would be read after
 * the next one, and the id of one from the past would soon be forgotten.
 */
export function plausibleTime(given: Date | undefined, arrivedAt: Date): Date {
  const lateMs = arrivedAt.getTime() - (given ?? arrivedAt).getTime()
  return given !== undefined && lateMs >= 0 && lateMs <= LATEST_MS ? given : arrivedAt
}

/** A year is written with four digits. */
const [FIRST_MS, END_MS] = [Date.UTC(1970, 0), Date.UTC(10_000, 0)]

/** The time that a service says of something else, unless it is none that can be stored. */
export function storableTime(given: Date | undefined, otherwise: Date): Date {
  const ms = given?.getTime() ?? Number.NaN
  return given !== undefined && ms >= FIRST_MS && ms < END_MS ? given : otherwise
}
