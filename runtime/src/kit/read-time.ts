import { AppError } from '@patchbay/shared/errors'

/**
 * The time of a text that its schema calls one. The schema allows leap seconds, which `Date` does not support, and the
 * year 0, which the database does not know.
 * @throws AppError INVALID_INPUT
 */
export function readTime(path: string, text: string): Date {
  const time = new Date(text)
  if (time.getUTCFullYear() >= 1) return time
  const message = 'This must be a date and time such as 2026-01-31T09:30:00Z.'
  throw new AppError('INVALID_INPUT', `${path}: ${message}`, { errors: [{ path, message }] })
}
