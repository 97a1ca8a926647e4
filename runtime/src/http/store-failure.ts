import { AppError, toAppError } from '@patchbay/shared/errors'
import { faultOf, sqlState } from '../store/store-errors.ts'

/** Codes of Node for a full disk and for a database that is not reached. */
const systemCodes = new Set(['ENOSPC', 'EDQUOT', 'ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT'])

/**
 * Any thrown value as an AppError. A database that is full or away is no fault of ours: a later try may succeed, and the
 * caller should know that.
 */
export function toAnsweredError(thrown: unknown): AppError {
  if (!isUnavailable(thrown)) return toAppError(thrown)
  const message = 'The database cannot be used at the moment: it is away, or its disk is full. Try again later.'
  return new AppError('STORE_UNAVAILABLE', message, { cause: thrown, headers: { 'retry-after': '5' } })
}

function isUnavailable(thrown: unknown): boolean {
  if (sqlState(thrown) !== undefined) return faultOf(thrown) === 'unavailable'
  return thrown instanceof Error && 'code' in thrown && systemCodes.has(String(thrown.code))
}
