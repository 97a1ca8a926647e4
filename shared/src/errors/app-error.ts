import { type ErrorCode, errorTable } from './error-table.ts'
import type { FieldError, Problem } from './problem.ts'

export interface AppErrorOptions {
  /** The fields that are wrong, with a path into the request body such as `nodes[2].inputs.url`. */
  readonly errors?: readonly FieldError[]
  /** Further members of the problem document, such as `flowId`. Never a secret. */
  readonly extra?: Readonly<Record<string, unknown>>
  /** Response headers, such as `Retry-After`. */
  readonly headers?: Readonly<Record<string, string>>
  readonly cause?: unknown
}

/** An expected failure with a code from the error table and a sentence that says what to do next. */
export class AppError extends Error {
  readonly code: ErrorCode
  readonly errors: readonly FieldError[]
  readonly extra: Readonly<Record<string, unknown>>
  readonly headers: Readonly<Record<string, string>>

  constructor(code: ErrorCode, message: string, options: AppErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'AppError'
    this.code = code
    this.errors = options.errors ?? []
    this.extra = options.extra ?? {}
    this.headers = options.headers ?? {}
  }

  get status(): number {
    return errorTable[this.code].status
  }
}

/** Any thrown value as an AppError; what we did not foresee becomes INTERNAL with its message hidden. */
export function toAppError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown
  return new AppError('INTERNAL', 'The server met an unexpected fault. It has been logged.', { cause: thrown })
}

/** The RFC 9457 document of an error. */
export function toProblem(error: AppError): Problem {
  const { status, title } = errorTable[error.code]
  return {
    ...error.extra,
    type: 'about:blank',
    title,
    status,
    code: error.code,
    detail: error.message,
    errors: error.errors,
  }
}

/** Marks a branch that the types rule out. */
export function assertNever(value: never): never {
  throw new AppError('INTERNAL', `Unhandled case: ${JSON.stringify(value)}`)
}
