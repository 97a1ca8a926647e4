export { AppError, type AppErrorOptions, assertNever, toAppError, toProblem } from './app-error.ts'
export { type ErrorActor, type ErrorCode, errorTable } from './error-table.ts'
export type { FieldError, Problem } from './problem.ts'
