import { isUuid } from '@patchbay/shared/api'
import { AppError, type ErrorCode } from '@patchbay/shared/errors'

/**
 * The id in the database's own spelling. A text that is not an id is reported as not found, because it names nothing.
 * @throws AppError with `code`
 */
export function requireId(id: string, code: ErrorCode, message: string): string {
  if (isUuid(id)) return id.toLowerCase()
  throw new AppError(code, message)
}
