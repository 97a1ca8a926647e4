import { AppError } from '@patchbay/shared/errors'

/**
 * The time of a text that its schema calls one. The schema allows leap seconds, which `Date` does not support.
 * @throws AppError INVALID_INPUT
 */
export function readTime(path: string, text: string): Date {
  const time = new Date(text)
  if (!Number.isNaN(time.getTime())) return time
  const message = 'This must be a date and time such as 2026-01-31T09:30:00Z.'
  throw new AppError('INVALID_INPUT', `${path}: ${message}`, { errors: [{ path, message }] })
}
