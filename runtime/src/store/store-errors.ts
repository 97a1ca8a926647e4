/** The kinds of failure of a statement. */
export type StoreFault =
  /** The database was not reached, has stopped or has no space left. A later try may succeed. */
  | 'unavailable'
  /** Two processes conflicted. An immediate second try may succeed. */
  | 'contention'
  /** These values cannot be stored. */
  | 'refused'

/** No class of SQLSTATE begins with E, but Node's error codes do, and EPIPE has five letters, too. */
const SQL_STATE = /^[0-9FHPX][0-9A-Z]{4}$/
const contention = ['40001', '40P01', '55P03']
/** Connection exception, insufficient resources, operator intervention, system error. */
const unavailableClasses = ['08', '53', '57', '58']

/** Classifies an error of either driver by its SQLSTATE. Errors without one come from the connection. */
export function faultOf(error: unknown): StoreFault {
  const state = sqlState(error)
  if (state === undefined || unavailableClasses.includes(state.slice(0, 2))) return 'unavailable'
  return contention.includes(state) ? 'contention' : 'refused'
}

/** SQLSTATE of a database error, such as `23505`. */
export function sqlState(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return undefined
  return SQL_STATE.test(error.code) ? error.code : undefined
}

export function isUniqueViolation(error: unknown): boolean {
  return sqlState(error) === '23505'
}

export function isForeignKeyViolation(error: unknown): boolean {
  return sqlState(error) === '23503'
}
