import { isUuid } from '@patchbay/shared/api'
import { AppError, type ErrorCode } from '@patchbay/shared/errors'

/**
 * The id in the database's own spelling. What is no id names nothing, so it is not found rather than invalid.
 * @throws AppError with `code`
 */
export function requireId(id: string, code: ErrorCode, message: string): string {
  if (isUuid(id)) return id.toLowerCase()
  throw new AppError(code, message)
}
