import type { AppError } from '@patchbay/shared/errors'
import { isUniqueViolation } from './store-errors.ts'

/**
 * The result of writing a row that holds something which no other row may hold, such as a name.
 * @throws AppError made by `makeError` when another row holds it
 */
export async function asTaken<Value>(writing: Promise<Value>, makeError: (cause: unknown) => AppError): Promise<Value> {
  try {
    return await writing
  } catch (cause) {
    throw isUniqueViolation(cause) ? makeError(cause) : cause
  }
}
