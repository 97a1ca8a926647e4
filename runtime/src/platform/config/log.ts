import { type Logger, pino } from 'pino'
import type { LogLevel } from './config.ts'

/**
 * Writes JSON lines to standard error; standard output is for people. Lines are buffered while a write is under way, so
 * that no request waits for them. The rest is written when the process exits.
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

/** Only these properties are logged, because database errors carry statements and their parameters in others. */
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
