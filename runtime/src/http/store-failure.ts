import { AppError, toAppError } from '@patchbay/shared/errors'
import { faultOf, sqlState } from '../store/store-errors.ts'

/** Codes of Node for a full disk and for a database that is not reached. */
const systemCodes = new Set(['ENOSPC', 'EDQUOT', 'ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT'])

/**
 * Any thrown value as an AppError. A database that is full or away, or a change by somebody else at the same time, is no
 * fault of ours: a later try may succeed, and the caller should know that.
 */
export function toAnsweredError(thrown: unknown): AppError {
  if (faultOf(thrown) === 'contention') return storeUnavailable(CONTENDED, thrown)
  return isUnavailable(thrown) ? storeUnavailable(AWAY, thrown) : toAppError(thrown)
}

const AWAY = 'The database cannot be used at the moment: it is away, or its disk is full. Try again later.'
const CONTENDED = 'Somebody else has changed the same at the same time. Try again.'

function storeUnavailable(message: string, cause: unknown): AppError {
  return new AppError('STORE_UNAVAILABLE', message, { cause, headers: { 'retry-after': '5' } })
}

function isUnavailable(thrown: unknown): boolean {
  if (sqlState(thrown) !== undefined) return faultOf(thrown) === 'unavailable'
  return thrown instanceof Error && 'code' in thrown && systemCodes.has(String(thrown.code))
}
