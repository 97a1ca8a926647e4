import { AppError, type ErrorCode } from '@patchbay/shared/errors'

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/**
 * The id in the database's own spelling. What is no id names nothing, so it is not found rather than invalid.
 * @throws AppError with `code`
 */
export function requireId(id: string, code: ErrorCode, message: string): string {
  if (uuid.test(id)) return id.toLowerCase()
  throw new AppError(code, message)
}
