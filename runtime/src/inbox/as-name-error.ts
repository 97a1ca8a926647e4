import { AppError, type ErrorCode } from '@patchbay/shared/errors'
import { isUniqueViolation } from '../store/store-errors.ts'

/** The result of writing a row whose name must be its own. @throws AppError with this code and message where it is not */
export async function asNameError<Value>(
  writing: Promise<Value>,
  { code, message }: { readonly code: ErrorCode; readonly message: string },
): Promise<Value> {
  try {
    return await writing
  } catch (cause) {
    throw isUniqueViolation(cause) ? new AppError(code, message, { cause }) : cause
  }
}
