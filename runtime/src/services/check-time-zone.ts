import { AppError } from '@patchbay/shared/errors'
import { isTimeZone } from '@patchbay/shared/time'

/** @throws AppError INVALID_INPUT at `timeZone` for what is no time zone */
export function checkTimeZone(timeZone: string): void {
  if (isTimeZone(timeZone)) return
  const message = `"${timeZone}" is no time zone. Choose one such as America/New_York.`
  throw new AppError('INVALID_INPUT', message, { errors: [{ path: 'timeZone', message }] })
}
