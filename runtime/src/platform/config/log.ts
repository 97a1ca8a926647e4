import { type Logger, pino } from 'pino'
import type { LogLevel } from './config.ts'

/**
 * JSON lines on standard error; standard output is for people. Lines gather while a write is under way, so that
 * no request waits for them; what is left is written when the process exits.
 */
export function createLog(level: LogLevel): Logger {
  return pino({ level, serializers: { err: describeError } }, pino.destination({ fd: 2, sync: false }))
}

interface LoggedError {
  readonly type: string
  readonly message: string
  readonly code?: string
  readonly stack?: string
  readonly cause?: LoggedError
}

/** Nothing but these: errors of the database carry statements with their parameters in further properties. */
function describeError(thrown: unknown): LoggedError {
  if (!(thrown instanceof Error)) return { type: typeof thrown, message: 'not an Error' }
  const { name: type, message, stack, cause } = thrown
  const code = 'code' in thrown ? String(thrown.code) : undefined
  return {
    type,
    message,
    ...(code === undefined ? {} : { code }),
    ...(stack === undefined ? {} : { stack }),
    ...(cause === undefined ? {} : { cause: describeError(cause) }),
  }
}
